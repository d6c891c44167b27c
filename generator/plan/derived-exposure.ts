import type { ExtensionProperty, FlowNode, Place, Process } from '../../model/index.js';
import { Findings, propertyOf } from './model-context.js';
import { placedNodes, type PlacedNode } from './placed-node.js';
import type { MessagePlan, ProcessPlan, SignalPlan, UserTaskPlan } from './plan-types.js';
import { asciiName } from './openapi-names.js';
import { typeNameOf } from './names.js';

/** Something of a process that the API serves, under a name of its own. */
export interface Exposed<Thing> {
  readonly thing: Thing;
  readonly operationId: string;
  readonly elementIds: readonly string[];
  readonly place: Place;
}

/** What of a process the API may depend on; the rest can change without a change of the API. */
export type ApiProcess = Omit<ProcessPlan, (typeof NOT_OF_THE_API)[number]>;

/** Parts of the plan that no API is derived from. */
const NOT_OF_THE_API = [
  'sha256',
  'jobs',
  'dynamicJobs',
  'elements',
  'adHocs',
  'lanes',
  'timers',
  'errors',
  'escalations',
  'decisions',
  'calls',
] as const satisfies readonly (keyof ProcessPlan)[];

/** What the API serves of one process. */
export interface ProcessExposure {
  readonly plan: ApiProcess;
  readonly place: Place;
  /** Whether its instances can be started, looked at and cancelled. */
  readonly instances: boolean;
  /** The none start event. */
  readonly start?: Exposed<undefined>;
  /** The only message start event of a process without a none start event. */
  readonly startMessage?: Exposed<MessagePlan>;
  /** Messages that start the process and are served on their own. */
  readonly startMessages: readonly Exposed<MessagePlan>[];
  readonly messages: readonly Exposed<MessagePlan>[];
  readonly signals: readonly Exposed<SignalPlan>[];
  readonly tasks: readonly Exposed<UserTaskPlan>[];
}

/** A process with its plan. */
export interface PlannedProcess {
  readonly process: Process;
  readonly plan: ProcessPlan;
}

const OPERATION_ID = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;

/**
 * What `jobwright:api` properties open to the API. A process is served unless it says `none` or is only
 * called by others; of its messages, signals and user tasks those that say so. Wrong values and elements
 * that cannot be served are reported at the property.
 */
export function exposureOf({ process, plan }: PlannedProcess, findings: Findings): ProcessExposure {
  const before = known.get(plan);
  const same = before?.process === process ? before : undefined;
  const own = same?.findings ?? new Findings();
  const exposure = same?.exposure ?? new ExposureReader(process, plan, own).read();
  known.set(plan, { process, exposure, findings: own });
  findings.list.push(...own.list);
  return exposure;
}

/** Tells exposures apart: equal for two from which the same operations are derived. */
export function exposureKey(exposure: ProcessExposure): string {
  const before = keys.get(exposure);
  const key =
    before ??
    JSON.stringify(exposure, (name, value: unknown) =>
      // Nothing but the plan itself has a member called `plan`.
      name === 'plan' ? withoutRest(value) : value,
    );
  keys.set(exposure, key);
  return key;
}

const keys = new WeakMap<ProcessExposure, string>();

function withoutRest(plan: unknown): unknown {
  const rest: ReadonlySet<string> = new Set(NOT_OF_THE_API);
  return Object.fromEntries(Object.entries(plan ?? {}).filter(([name]) => !rest.has(name)));
}

/** Plans do not change, and those of a set are looked at again whenever one of them does. */
const known = new WeakMap<
  ProcessPlan,
  { readonly process: Process; readonly exposure: ProcessExposure; readonly findings: Findings }
>();

/** How a `jobwright:api` property is meant; a malformed one is undefined. */
export type ApiChoice =
  { readonly kind: 'none' } | { readonly kind: 'served'; readonly name?: string };

/** Reads a `jobwright:api` value: `none`, empty or `true`, or the name of the operation. */
export function apiChoice(property: ExtensionProperty | undefined): ApiChoice | undefined {
  const value = property?.value.trim() ?? '';
  if (value === 'none') {
    return { kind: 'none' };
  }
  if (value === '' || value === 'true') {
    return { kind: 'served' };
  }
  return OPERATION_ID.test(value) ? { kind: 'served', name: value } : undefined;
}

type Kind = 'startMessages' | 'messages' | 'signals' | 'tasks';

class ExposureReader {
  readonly #process: Process;
  readonly #plan: ProcessPlan;
  readonly #findings: Findings;
  readonly #found: {
    readonly startMessages: Exposed<MessagePlan>[];
    readonly messages: Exposed<MessagePlan>[];
    readonly signals: Exposed<SignalPlan>[];
    readonly tasks: Exposed<UserTaskPlan>[];
  } = { startMessages: [], messages: [], signals: [], tasks: [] };
  /** Top-level start events that say `none`. */
  readonly #closed = new Set<string>();
  #startName: string | undefined;

  constructor(process: Process, plan: ProcessPlan, findings: Findings) {
    this.#process = process;
    this.#plan = plan;
    this.#findings = findings;
  }

  read(): ProcessExposure {
    for (const placed of placedNodes(this.#process)) {
      const property = propertyOf(placed.node, 'jobwright:api');
      if (property !== undefined) {
        this.#node(placed, property);
      }
    }
    const instances = this.#servesInstances();
    return {
      plan: this.#plan,
      place: this.#process.place,
      instances,
      ...(instances ? this.#start() : {}),
      ...this.#found,
    };
  }

  #servesInstances(): boolean {
    const property = this.#process.properties.find(({ name }) => name === 'jobwright:api');
    if (property === undefined) {
      return !this.#plan.calledOnly;
    }
    const choice = apiChoice(property);
    if (choice === undefined || (choice.kind === 'served' && choice.name !== undefined)) {
      this.#findings.add(
        'API607',
        `"${property.value}" on the process "${this.#plan.id}" says neither "none" nor "true".`,
        { place: property.place, elementId: this.#process.id },
      );
    }
    return choice?.kind !== 'none';
  }

  #start(): Pick<ProcessExposure, 'start' | 'startMessage'> {
    const { start, messages, typeName } = this.#plan;
    const operationId = this.#startName ?? asciiName(`start${typeName}`);
    const { place } = this.#process;
    if (start !== undefined) {
      const elementIds = [start.element.id];
      return this.#closed.has(start.element.id)
        ? {}
        : { start: { thing: undefined, operationId, elementIds, place } };
    }
    const starting = messages.filter(({ startsProcess }) => startsProcess);
    const [message] = starting;
    const elementIds = message?.elements.map(({ id }) => id) ?? [];
    return message === undefined ||
      starting.length > 1 ||
      elementIds.some((id) => this.#closed.has(id))
      ? {}
      : { startMessage: { thing: message, operationId, elementIds, place } };
  }

  #node({ node, scope }: PlacedNode, property: ExtensionProperty): void {
    const at = { place: property.place, elementId: node.id };
    const choice = apiChoice(property);
    if (choice === undefined) {
      this.#findings.add(
        'API607',
        `"${property.value}" cannot name an operation: that takes a letter, then letters, digits and "_".`,
        at,
      );
      return;
    }
    const top = node.kind === 'startEvent' && scope.parent === undefined;
    if (choice.kind === 'none') {
      this.#closed.add(node.id);
      return;
    }
    if (top && this.#plan.start?.element.id === node.id) {
      this.#startName = choice.name;
      return;
    }
    const served = this.#served(node, top);
    if (typeof served === 'string') {
      this.#findings.add('API609', `"${node.name ?? node.id}" cannot be served: ${served}.`, at);
      return;
    }
    const exposed = {
      operationId: choice.name ?? asciiName(served.derivedName),
      elementIds: [node.id],
      place: property.place,
    };
    switch (served.kind) {
      case 'startMessages':
      case 'messages':
        this.#add(served.kind, this.#found[served.kind], { ...exposed, thing: served.message });
        break;
      case 'signals':
        this.#add(served.kind, this.#found.signals, { ...exposed, thing: served.signal });
        break;
      case 'tasks':
        this.#found.tasks.push({ ...exposed, thing: served.task });
        break;
    }
  }

  /** One operation serves all elements that wait for one message or signal. */
  #add<Thing>(kind: Kind, list: Exposed<Thing>[], next: Exposed<Thing>): void {
    const index = list.findIndex(({ thing }) => thing === next.thing);
    const known = list[index];
    if (known === undefined) {
      list.push(next);
      return;
    }
    if (known.operationId !== next.operationId) {
      this.#findings.add(
        'API608',
        `One operation serves all ${kind === 'signals' ? 'elements that wait for one signal' : 'elements that wait for one message'}: it cannot be called both "${known.operationId}" and "${next.operationId}".`,
        { place: next.place, ...elementIdOf(next) },
      );
    }
    list[index] = { ...known, elementIds: [...known.elementIds, ...next.elementIds] };
  }

  #served(node: FlowNode, top: boolean): Served | string {
    const waits = (thing: { readonly elements: readonly { readonly id: string }[] }): boolean =>
      thing.elements.some(({ id }) => id === node.id);
    const message = this.#plan.messages.find(waits);
    if (message !== undefined) {
      if (top && message.correlationKey.type === 'number') {
        return 'its message is also waited for by a number, which an Idempotency-Key is not';
      }
      const kind = top ? 'startMessages' : 'messages';
      return { kind, message, derivedName: `publish${message.typeName}` };
    }
    const signal = this.#plan.signals.find(waits);
    if (signal !== undefined) {
      return { kind: 'signals', signal, derivedName: `broadcast${signal.typeName}` };
    }
    const task = this.#plan.userTasks.find(({ id }) => id === node.id);
    if (task !== undefined) {
      return task.native
        ? { kind: 'tasks', task, derivedName: taskName(node.id) }
        : 'it is a job for a worker; make it a Camunda user task';
    }
    return isCatching(node)
      ? 'it waits for no message or signal with a fixed name'
      : 'only starts, message and signal events, receive tasks and user tasks can be';
  }
}

type Served =
  | {
      readonly kind: 'startMessages' | 'messages';
      readonly message: MessagePlan;
      readonly derivedName: string;
    }
  | { readonly kind: 'signals'; readonly signal: SignalPlan; readonly derivedName: string }
  | { readonly kind: 'tasks'; readonly task: UserTaskPlan; readonly derivedName: string };

function taskName(id: string): string {
  const name = typeNameOf(id);
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

function isCatching(node: FlowNode): boolean {
  return ['receiveTask', 'startEvent', 'intermediateCatchEvent', 'boundaryEvent'].includes(
    node.kind,
  );
}

function elementIdOf(exposed: Exposed<unknown>): { readonly elementId?: string } {
  const [elementId] = exposed.elementIds;
  return elementId === undefined ? {} : { elementId };
}
