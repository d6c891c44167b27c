import type { FlowNode, Place } from '../../model/index.js';
import { aKind, elementText } from '../diff/element-traits.js';
import type { ProcessSide } from '../diff/snapshot.js';
import { typeText } from '../diff/schema-differences.js';
import type { Json } from '../json.js';
import { propertyOf } from '../plan/model-context.js';
import type { PlacedNode } from '../plan/placed-node.js';
import type { ApiPlan, CodePlan, JobPlan, MessagePlan } from '../plan/plan-types.js';
import { catchers, describeNode } from './catchers.js';
import { emptyExplanation, LONGEST_TYPE, type Entry } from './entry.js';
import { operationFact } from './explain-operation.js';
import type {
  ExplainedElement,
  ExplainedError,
  ExplainedOperation,
  Explanation,
} from './explanation.js';
import {
  codeSymbols,
  decisionSymbols,
  elementSymbols,
  jobSymbols,
  merged,
  messageSymbols,
  processSymbols,
  signalSymbols,
  variableSymbols,
} from './symbols.js';
import { VariableUses } from './variable-uses.js';

/** How each kind of thing is called in a sentence. */
const WORDS = {
  job: 'job type',
  message: 'message',
  signal: 'signal',
  decision: 'decision',
  error: 'error code',
  escalation: 'escalation code',
} as const;

/** Everything of one process that can be asked about. */
export function processEntries(side: ProcessSide, api: ApiPlan | undefined): readonly Entry[] {
  return new ProcessExplainer(side, api).entries();
}

class ProcessExplainer {
  readonly #side: ProcessSide;
  readonly #api: ApiPlan | undefined;
  #uses: VariableUses | undefined;

  constructor(side: ProcessSide, api: ApiPlan | undefined) {
    this.#side = side;
    this.#api = api;
  }

  entries(): readonly Entry[] {
    const { plan, process, nodes } = this.#side;
    return [
      this.#entry('process', plan.id, {
        aliases: plan.name === undefined ? [] : [plan.name],
        title: `The process ${elementText(process)}`,
        place: process.place,
        explain: () => ({
          facts: this.#processFacts(),
          generated: merged(processSymbols(plan)),
          operations: this.#operations(nodes.map(({ node }) => node)),
        }),
      }),
      ...nodes.map((placed) => this.#elementEntry(placed)),
      ...plan.jobs.map((job) => this.#jobEntry(job)),
      ...plan.messages.map((message) =>
        this.#thingEntry('message', message.name, {
          ids: idsOf(message),
          facts: this.#messageFacts(message),
          generated: messageSymbols(plan, message),
        }),
      ),
      ...plan.signals.map((signal) =>
        this.#thingEntry('signal', signal.name, {
          ids: idsOf(signal),
          facts: [`Payload: ${this.#type(signal.payload)}`],
          generated: signalSymbols(plan, signal),
        }),
      ),
      ...plan.decisions.map((decision) =>
        this.#thingEntry('decision', decision.decisionId, {
          ids: idsOf(decision),
          facts: [
            `Reads: ${this.#type(decision.input)}`,
            `Gives: ${this.#type(decision.output)}`,
            ...(decision.versionTag === undefined ? [] : [`Version tag: ${decision.versionTag}`]),
          ],
          generated: decisionSymbols(plan, decision),
        }),
      ),
      ...plan.errors.map((code) => this.#codeEntry('error', code)),
      ...plan.escalations.map((code) => this.#codeEntry('escalation', code)),
      ...this.#variables().names.map((name) => this.#variableEntry(name)),
    ];
  }

  /** Worked out once, and only when somebody asks. */
  #variables(): VariableUses {
    this.#uses ??= new VariableUses(this.#side);
    return this.#uses;
  }

  #entry(
    subject: Entry['subject'],
    name: string,
    parts: Pick<Entry, 'aliases' | 'title'> & {
      readonly place: Place;
      readonly explain: () => Partial<Explanation>;
    },
  ): Entry {
    const { plan } = this.#side;
    const { aliases, title, place, explain } = parts;
    return {
      subject,
      name,
      process: plan.id,
      aliases,
      title,
      place,
      explain: () => ({
        ...emptyExplanation(subject, name, `${title}.`),
        process: plan.id,
        place,
        ...explain(),
      }),
    };
  }

  #elementEntry(placed: PlacedNode): Entry {
    const { node } = placed;
    const { plan } = this.#side;
    const title = `${capital(aKind(node))} ${elementText(node)} of the process "${plan.id}"`;
    return this.#entry('element', node.id, {
      aliases: node.name === undefined ? [] : [node.name],
      title,
      place: node.place,
      explain: () => {
        const jobs = plan.jobs.filter((job) => idsOf(job).includes(node.id));
        return {
          facts: [
            ...(plan.elements.find(({ id }) => id === node.id)?.facts ?? []),
            ...(placed.scope.owner === undefined
              ? []
              : [`Stands in the sub-process ${elementText(placed.scope.owner)}.`]),
            ...jobs.flatMap((job) => this.#jobFacts(job)),
            ...plan.messages
              .filter((message) => idsOf(message).includes(node.id))
              .flatMap((message) => this.#messageFacts(message)),
          ],
          elements: [describeNode(node)],
          generated: elementSymbols(plan, node.id),
          variables: this.#variables().before(node.id) ?? [],
          errors: jobs.length === 0 && node.kind !== 'callActivity' ? [] : catchers(placed),
          operations: this.#operations([node]),
        };
      },
    });
  }

  #jobEntry(job: JobPlan): Entry {
    const placed = this.#placed(idsOf(job));
    return this.#thingEntry('job', job.type, {
      ids: idsOf(job),
      facts: this.#jobFacts(job),
      generated: jobSymbols(this.#side.plan, job),
      errors: placed.flatMap(catchers),
    });
  }

  /** Something that elements use: it stands where the first of them does. */
  #thingEntry(
    subject: keyof typeof WORDS,
    name: string,
    parts: Pick<Explanation, 'facts' | 'generated'> & {
      readonly ids: readonly string[];
      readonly errors?: readonly ExplainedError[];
    },
  ): Entry {
    const { ids, facts, generated, errors = [] } = parts;
    const placed = this.#placed(ids);
    const word = WORDS[subject];
    return this.#entry(subject, name, {
      aliases: [],
      title: `The ${word} "${name}" of the process "${this.#side.plan.id}"`,
      place: placed[0]?.node.place ?? this.#side.process.place,
      explain: () => ({
        facts,
        elements: placed.map(({ node }) => describeNode(node)),
        generated: merged(generated),
        errors,
        operations: this.#operations(placed.map(({ node }) => node)),
      }),
    });
  }

  #codeEntry(subject: 'error' | 'escalation', { code, thrownBy, caughtBy }: CodePlan): Entry {
    const { plan } = this.#side;
    const throwers = plan.jobs
      .filter(({ errors }) => subject === 'error' && errors !== 'any' && errors.includes(code))
      .map(({ type }) => type);
    return this.#thingEntry(subject, code, {
      ids: [...thrownBy, ...caughtBy],
      facts: [
        `Thrown by: ${textOf(thrownBy)}`,
        `Caught by: ${textOf(caughtBy)}`,
        ...(subject === 'error'
          ? [`Job types whose handlers may throw it: ${textOf(throwers)}`]
          : []),
      ],
      generated: codeSymbols(plan, subject === 'error' ? 'Errors' : 'Escalations'),
    });
  }

  #variableEntry(name: string): Entry {
    const { plan, process } = this.#side;
    const uses = this.#variables().describe(name, this.#side.context.flow.atEnd.certain.has(name));
    const users = this.#placed([...uses.writtenBy, ...uses.readBy]);
    return this.#entry('variable', name, {
      aliases: [],
      title: `The variable "${name}" of the process "${plan.id}"`,
      place: users[0]?.node.place ?? process.place,
      explain: () => ({
        facts: [
          uses.certain
            ? 'Every way through the process writes it.'
            : 'Not every way through the process writes it.',
        ],
        elements: users.map(({ node }) => describeNode(node)),
        variables: [uses],
        generated: this.#variables().isDescribed(name) ? variableSymbols(plan, name) : [],
      }),
    });
  }

  #processFacts(): readonly string[] {
    const { plan } = this.#side;
    return [
      `Model: ${plan.model}`,
      ...(plan.versionTag === undefined ? [] : [`Version tag: ${plan.versionTag}`]),
      ...(plan.start === undefined ? [] : [`Starts with: ${this.#type(plan.start.input)}`]),
      `Ends with: ${this.#type(plan.result)}`,
      `Job types: ${textOf(plan.jobs.map(({ type }) => type))}`,
      `Messages: ${textOf(plan.messages.map(({ name }) => name))}`,
    ];
  }

  #jobFacts(job: JobPlan): readonly string[] {
    return [
      `Job type: ${job.type}${job.connector ? ' (served by a connector)' : ''}`,
      `Input: ${this.#type(job.input)}`,
      `Output: ${this.#type(job.output)}`,
      ...job.headers.map(
        ({ key, values, optional }) =>
          `Header ${key}: ${textOf(values)}${optional ? ', not always there' : ''}`,
      ),
      `May throw: ${job.errors === 'any' ? 'every error code' : textOf(job.errors)}`,
      ...(job.compensates.length === 0 ? [] : [`Compensates: ${textOf(job.compensates)}`]),
    ];
  }

  #messageFacts(message: MessagePlan): readonly string[] {
    const { correlationKey: key, correlationText } = message;
    return [
      `Message: ${message.name}${message.startsProcess ? ' (starts the process)' : ''}`,
      `Correlated by: ${key.kind === 'payload' ? `${key.path.join('.')} of the payload` : `the argument ${key.name}`}${correlationText === undefined ? '' : `, waited for as ${correlationText}`}`,
      `Payload: ${this.#type(message.payload)}`,
    ];
  }

  #operations(nodes: readonly FlowNode[]): readonly ExplainedOperation[] {
    const { plan } = this.#side;
    const api = this.#api;
    const ids = new Set(nodes.map(({ id }) => id));
    const named = nodes.flatMap((node) => propertyOf(node, 'jobwright:api')?.value.trim() ?? []);
    const served = (api?.handlers ?? [])
      .filter(({ serves }) => !('process' in serves) || serves.process.id === plan.id)
      .filter(({ elementIds, serves }) =>
        'process' in serves
          ? elementIds.some((id) => ids.has(id))
          : api?.tasks.some((task) => task.processId === plan.id && ids.has(task.elementId)),
      )
      .map(({ operationId }) => operationId);
    const wanted = new Set([...named, ...served]);
    return (api?.operations ?? [])
      .filter(({ operationId }) => wanted.has(operationId))
      .map(operationFact);
  }

  #placed(ids: readonly string[]): readonly PlacedNode[] {
    return [...new Set(ids)].flatMap((id) => this.#side.nodeById.get(id) ?? []);
  }

  #type(schema: Json): string {
    return typeText({ schema, definitions: this.#side.definitions }, LONGEST_TYPE);
  }
}

function idsOf({
  elements,
}: {
  readonly elements: readonly Pick<ExplainedElement, 'id'>[];
}): readonly string[] {
  return elements.map(({ id }) => id);
}

function textOf(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join(', ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
