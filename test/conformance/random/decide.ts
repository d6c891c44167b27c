import type { Json } from '../../../engine/index.js';
import type { CaseView, SeenIncident, SeenJob } from './case-view.js';
import { Dice } from './dice.js';
import { codes } from './grow-triggers.js';
import { growVariables } from './grow-values.js';
import type { CasePlan } from './plan.js';
import { backoffMs, keepMs, longTimeoutMs, shortTimeoutMs } from './rounds.js';
import type { Step } from './step.js';

type Choice = readonly [weight: number, make: () => Step | undefined];

/** What an element can be activated in. */
const SCOPES = new Set(['PROCESS', 'SUB_PROCESS', 'EVENT_SUB_PROCESS', 'MULTI_INSTANCE_BODY']);

/** A seeded client: decides from what can be seen of a case what to do next. */
export class RandomClient {
  readonly #dice: Dice;
  readonly #plan: CasePlan;
  #started = false;

  constructor(plan: CasePlan) {
    this.#plan = plan;
    this.#dice = new Dice(plan.seed ^ 0x5bd1e995);
  }

  /** The next step; undefined when it waits until the next round. */
  next(view: CaseView): Step | undefined {
    if (!this.#started) {
      this.#started = true;
      return this.#create();
    }
    if (view.roots.length === 0) {
      return undefined;
    }
    return this.#dice.weigh<() => Step | undefined>([
      [2, () => undefined],
      ...this.#jobChoices(view),
      ...this.#eventChoices(view),
      ...view.incidents.map((incident): Choice => [2, () => this.#mend(incident, view)]),
      [0.6, () => this.#setVariables(view)],
      [0.08, () => this.#cancel(view)],
      [0.25, () => this.#modify(view)],
    ])();
  }

  /** What ends a case that has not ended. */
  last(view: CaseView): Step | undefined {
    return view.roots.length === 0 ? undefined : this.#cancel(view);
  }

  #create(): Step {
    return {
      rpc: 'CreateProcessInstance',
      request: {
        bpmnProcessId: 'R_p',
        version: -1,
        variables: JSON.stringify(this.#plan.variables),
      },
    };
  }

  #jobChoices(view: CaseView): readonly Choice[] {
    const types = new Set(
      view.jobs
        // Jobs of user tasks have a type that all cases share.
        .filter(({ state, type }) => state === 'activatable' && !type.startsWith('io.camunda'))
        .map(({ type }) => type),
    );
    return [
      ...[...types].map((type): Choice => [6, () => this.#activate(type)]),
      ...view.jobs.map((job): Choice => [
        job.state === 'activated' ? 9 : job.state === 'failed' ? 0.15 : 0.8,
        () => this.#handle(job),
      ]),
    ];
  }

  #activate(type: string): Step {
    const dice = this.#dice;
    return {
      rpc: 'ActivateJobs',
      request: {
        type: type.replace(/^run\d+_/, 'R_'),
        worker: 'w',
        maxJobsToActivate: dice.pick([1, 2, 32]),
        timeout: dice.chance(0.1) ? shortTimeoutMs : longTimeoutMs,
        fetchVariable: dice.chance(0.2) ? ['n', 's', 'nothing'] : [],
      },
    };
  }

  #handle(job: SeenJob): Step {
    const dice = this.#dice;
    const jobKey = job.ref;
    const variables = this.#variables(0.25);
    return dice.weigh<() => Step>([
      [12, () => ({ rpc: 'CompleteJob', request: { jobKey, variables } })],
      [
        2.5,
        () => ({
          rpc: 'FailJob',
          request: {
            jobKey,
            retries: dice.pick([0, 1, 2, 5]),
            errorMessage: dice.pick(['', 'failed', 'broken: ü']),
            retryBackOff: dice.pick([0, 0, backoffMs]),
            variables: dice.chance(0.5) ? '' : variables,
          },
        }),
      ],
      [
        // A broker answers with an internal error when the job is one of a message throw event.
        /^[we]/.test(job.ref.element) ? 0 : 2.5,
        () => ({
          rpc: 'ThrowError',
          request: {
            jobKey,
            errorCode: dice.pick([...codes, 'c9', '']),
            errorMessage: dice.pick(['', 'thrown']),
            variables,
          },
        }),
      ],
      [
        0.4,
        () => ({ rpc: 'UpdateJobRetries', request: { jobKey, retries: dice.pick([0, 1, 3]) } }),
      ],
      [0.2, () => ({ rpc: 'UpdateJobTimeout', request: { jobKey, timeout: longTimeoutMs } })],
    ])();
  }

  #eventChoices(view: CaseView): readonly Choice[] {
    const dice = this.#dice;
    const plain = (name: string): string => name.replace(/^run\d+_/, 'R_');
    return [
      ...view.messages.map(({ name, correlationKey }): Choice => [
        3,
        () => this.#publish(plain(name), correlationKey),
      ]),
      [
        0.6,
        () => this.#publish(`R_m${String(dice.integer(1, 3))}`, dice.pick(['k1', 'k2', '7', ''])),
      ],
      ...view.signals.map((name): Choice => [2, () => this.#broadcast(plain(name))]),
      [0.2, () => this.#broadcast(`R_s${String(dice.integer(1, 2))}`)],
    ];
  }

  #publish(name: string, correlationKey: string): Step {
    const dice = this.#dice;
    return {
      rpc: 'PublishMessage',
      request: {
        name,
        correlationKey,
        timeToLive: dice.pick(keepMs),
        messageId: dice.chance(0.15) ? dice.pick(['id1', 'id2']) : '',
        variables: this.#variables(0.3),
      },
    };
  }

  #broadcast(signalName: string): Step {
    return {
      rpc: 'BroadcastSignal',
      request: { signalName, variables: this.#variables(0.3) },
    };
  }

  /** Takes away the cause first, most of the time. */
  #mend(incident: SeenIncident, view: CaseView): Step {
    const dice = this.#dice;
    const [root] = view.roots;
    if (dice.chance(0.45) && root !== undefined) {
      const good: Record<string, Json> = { n: 3, s: 'x', flag: true, items: [1, 2], key: 'k1' };
      return this.#set({ elementInstanceKey: root, variables: JSON.stringify(good), local: false });
    }
    if (incident.job !== undefined && dice.chance(0.5)) {
      return { rpc: 'UpdateJobRetries', request: { jobKey: incident.job, retries: 2 } };
    }
    return { rpc: 'ResolveIncident', request: { incidentKey: incident.ref } };
  }

  #setVariables(view: CaseView): Step {
    const { ref } = this.#dice.pick(view.elements);
    return this.#set({
      elementInstanceKey: ref,
      variables: this.#variables(0.5),
      local: this.#dice.chance(0.4),
    });
  }

  #set(request: Step['request']): Step {
    return { rpc: 'SetVariables', request };
  }

  #cancel(view: CaseView): Step {
    return {
      rpc: 'CancelProcessInstance',
      request: { processInstanceKey: this.#dice.pick(view.roots) },
    };
  }

  #modify(view: CaseView): Step | undefined {
    const dice = this.#dice;
    const [root] = view.roots;
    const elements = view.elements.filter(({ type }) => !type.endsWith('PROCESS'));
    const nodes = nodeIds(this.#plan);
    if (root === undefined || nodes.length === 0) {
      return undefined;
    }
    const scopes = view.elements.filter(({ type }) => SCOPES.has(type));
    // Without an ancestor the broker looks for one itself; 0 makes it ban the instance.
    const ancestor = dice.chance(0.15) ? dice.pick(scopes).ref : '-1';
    const activate = dice.chance(0.8)
      ? [
          {
            elementId: dice.pick(nodes),
            ancestorElementInstanceKey: ancestor,
            variableInstructions: [],
          },
        ]
      : [];
    const terminate =
      elements.length > 0 && dice.chance(0.6)
        ? [{ elementInstanceKey: dice.pick(elements).ref }]
        : [];
    return {
      rpc: 'ModifyProcessInstance',
      request: {
        processInstanceKey: root,
        activateInstructions: activate,
        terminateInstructions: terminate,
      },
    };
  }

  #variables(share: number): string {
    return JSON.stringify(growVariables(this.#dice, share));
  }
}

/** Ids of nodes that an instance of the first process may be told to go to. */
function nodeIds(plan: CasePlan): readonly string[] {
  const text = JSON.stringify(plan.processes[0]?.body ?? {});
  return [...text.matchAll(/"id":"([ctuwev]\d+)"/g)].map(([, id]) => id ?? '');
}
