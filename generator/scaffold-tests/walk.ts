import type {
  BoundaryEvent,
  EventDefinition,
  FlowNode,
  Gateway,
  SequenceFlow,
  SubProcess,
} from '../../model/index.js';
import type { Json } from '../json.js';
import { isSubProcess } from '../plan/placed-node.js';
import { answerTask, collectionOf, jobTypeOf } from './answer-task.js';
import { eventStep, msUntil, openEvents, triggersOf, type Trigger } from './event-step.js';
import { setGateway } from './gateway-values.js';
import { OpenEnd } from './open-end.js';
import type { ProcessFacts } from './process-facts.js';
import { outerErrors, throwFromJob } from './job-errors.js';
import { startWalk } from './walk-start.js';
import { Leave, takeNext, timerOf, type Token } from './token.js';
import {
  boundariesOf,
  codeOf,
  errorCatcher,
  escalationCatcher,
  eventsOf,
  isError,
  linkOf,
  scopeOf,
  startOf,
  startTriggers,
  type WalkScope,
} from './walk-scope.js';
import { WalkState } from './walk-state.js';
import { valueOf, type WantedValue } from './walk-values.js';

const MAX_STEPS = 400;

/**
 * One walk of tokens through a process: `script` says which way to take at each choice, after its end
 * the first one. Fills `choices`, `steps`, `answers`, `threads`, `covered`.
 * @throws OpenEnd where no test can go on, Retry after a wanted value was added
 */
export class Walk {
  readonly state: WalkState;
  #steps = 0;
  #waited = false;

  constructor(facts: ProcessFacts, script: readonly string[], wanted: Map<string, WantedValue[]>) {
    this.state = new WalkState(facts, script, wanted);
  }

  run(): void {
    const { nodes } = this.state.facts.process.flowElements;
    const scope: WalkScope = { nodes };
    const start = startWalk(this.state, nodes);
    this.#openScope(scope);
    try {
      this.#runScope(scope, start, this.state.thread());
    } catch (error) {
      if (error instanceof Leave && error.owner === undefined && isSubProcess(error.by)) {
        this.#runEventSubProcess(scope, error.by);
        return;
      }
      throw error;
    }
  }

  /** What the engine waits for as long as a scope is active. */
  #openScope(scope: WalkScope): void {
    const boundaries = scope.owner === undefined ? [] : boundariesOf(scope.parent, scope.owner.id);
    const starts = scope.nodes.flatMap((node) =>
      isSubProcess(node) && node.triggeredByEvent ? eventsOf(startOf(node)) : [],
    );
    openEvents(this.state, [...boundaries.flatMap((event) => eventsOf(event)), ...starts]);
  }

  #runScope(scope: WalkScope, start: FlowNode, thread: string[]): void {
    const arrived = new Map<string, number>();
    const tokens: Token[] = [{ node: start, thread }];
    for (let token = takeNext(tokens); token !== undefined; token = takeNext(tokens)) {
      this.#steps += 1;
      if (this.#steps > MAX_STEPS) {
        throw new OpenEnd('the path is too long');
      }
      const { node } = token;
      const incoming = this.state.facts.flowsTo(node.id).length;
      if (node.kind === 'parallelGateway' && incoming > 1) {
        const count = (arrived.get(node.id) ?? 0) + 1;
        arrived.set(node.id, count);
        if (count < incoming) {
          continue;
        }
        arrived.delete(node.id);
      }
      const timer = token.dueMs === undefined && tokens.length > 0 ? timerOf(node) : undefined;
      if (timer === undefined) {
        tokens.push(...this.#pass(scope, token, tokens));
      } else {
        tokens.push({ ...token, dueMs: this.state.elapsedMs + msUntil(this.state, node, timer) });
      }
    }
    const [stuck] = arrived.keys();
    if (stuck !== undefined) {
      throw new OpenEnd(`not every branch arrives at "${stuck}"`);
    }
  }

  /** Passes an element and says where its tokens go; `others` are those that wait meanwhile. */
  #pass(scope: WalkScope, token: Token, others: Token[]): readonly Token[] {
    const { node, thread } = token;
    if (this.state.visit(`pass ${node.id}`) > 3) {
      throw new OpenEnd(`"${node.id}" is passed too often`);
    }
    switch (node.kind) {
      case 'exclusiveGateway':
      case 'inclusiveGateway':
        thread.push(node.id);
        return this.#follow(scope, thread, [this.#gatewayFlow(node)]);
      case 'eventBasedGateway':
        thread.push(node.id);
        return this.#afterEventGateway(scope, token);
      case 'complexGateway':
        throw new OpenEnd(`"${node.id}" is a complex gateway`);
      case 'endEvent':
        this.#end(scope, token, others);
        return [];
      case 'intermediateThrowEvent':
        answerTask(this.state, node);
        this.#throwSoftly(scope, node);
        thread.push(node.id);
        return this.#afterThrow(scope, token);
      case 'intermediateCatchEvent':
        return this.#afterCatch(scope, token);
      case 'parallelGateway':
      case 'startEvent':
      case 'boundaryEvent':
        thread.push(node.id);
        return this.#follow(scope, thread, this.#flowsOf(node));
      default:
        return this.#passActivity(scope, token);
    }
  }

  #flowsOf(node: FlowNode): readonly SequenceFlow[] {
    return this.state.facts.flowsFrom(node.id);
  }

  #follow(scope: WalkScope, thread: string[], flows: readonly SequenceFlow[]): readonly Token[] {
    return flows.flatMap((flow) => {
      this.state.covered.add(flow.id);
      const node = scope.nodes.find(({ id }) => id === flow.targetRef);
      // A join belongs to no branch alone, so what follows a fork keeps its own order.
      return node === undefined
        ? []
        : [{ node, thread: flows.length > 1 || this.#joins(node) ? this.state.thread() : thread }];
    });
  }

  #gatewayFlow(node: Gateway): SequenceFlow {
    const flows = this.#flowsOf(node);
    const [only] = flows;
    if (only !== undefined && flows.length === 1 && only.condition === undefined) {
      return only;
    }
    const wanted = this.state.choose(
      node.id,
      flows.map(({ id }) => id),
    );
    setGateway(this.state, { gateway: node, flows, wanted });
    return flows.find(({ id }) => id === wanted) ?? flows[0] ?? neverFlow(node);
  }

  #afterEventGateway(scope: WalkScope, { node, thread }: Token): readonly Token[] {
    const flows = this.#flowsOf(node);
    openEvents(
      this.state,
      flows.flatMap(({ targetRef }) => eventsOf(scope.nodes.find(({ id }) => id === targetRef))),
    );
    const taken = this.state.choose(
      node.id,
      flows.map(({ id }) => id),
    );
    const flow = this.state.facts.flows.get(taken) ?? neverFlow(node);
    this.state.covered.add(flow.id);
    const target = scope.nodes.find(({ id }) => id === flow.targetRef);
    return target === undefined ? [] : [{ node: target, thread }];
  }

  #afterCatch(scope: WalkScope, token: Token): readonly Token[] {
    const { node, thread } = token;
    const [definition] = 'eventDefinitions' in node ? node.eventDefinitions : [];
    if (definition?.kind !== 'link') {
      this.#waitFor(scope, node, (): void => {
        eventStep(this.state, node, definition, token.dueMs);
      });
    }
    thread.push(node.id);
    return this.#follow(scope, thread, this.#flowsOf(node));
  }

  #afterThrow(scope: WalkScope, { node, thread }: Token): readonly Token[] {
    const link = linkOf(node);
    const target =
      link === undefined
        ? undefined
        : scope.nodes.find(
            (each) => each.kind === 'intermediateCatchEvent' && linkOf(each) === link,
          );
    return target === undefined
      ? this.#follow(scope, thread, this.#flowsOf(node))
      : [{ node: target, thread }];
  }

  #end(scope: WalkScope, { node, thread }: Token, others: Token[]): void {
    const [definition] = 'eventDefinitions' in node ? node.eventDefinitions : [];
    answerTask(this.state, node);
    if (definition?.kind === 'error') {
      const code = definition.error?.errorCode;
      this.#throwError(
        scope,
        code === undefined ? '' : textOf(valueOf(code, this.state.variables.all(), 0)),
      );
    }
    this.#throwSoftly(scope, node);
    thread.push(node.id);
    if (definition?.kind === 'terminate') {
      others.length = 0;
    }
  }

  /** What a throw event sets off elsewhere in the process, beside going on. */
  #throwSoftly(scope: WalkScope, node: FlowNode): void {
    const [definition] = 'eventDefinitions' in node ? node.eventDefinitions : [];
    if (definition?.kind === 'signal' && this.#catchesSignal(definition.signal?.signalName?.text)) {
      throw new OpenEnd(`the process itself waits for the signal of "${node.id}"`);
    }
    if (definition?.kind !== 'escalation') {
      return;
    }
    const code = definition.escalation?.escalationCode;
    const thrown = code === undefined ? '' : textOf(valueOf(code, this.state.variables.all(), 0));
    const caught = escalationCatcher(scope, thrown);
    if (caught === undefined) {
      return;
    }
    const { by, at } = caught;
    this.state.covered.add(by.id);
    if (caught.interrupts) {
      throw new Leave(at.owner?.id, by);
    }
    if (isSubProcess(by)) {
      this.#runEventSubProcess(at, by);
    } else if (at.parent !== undefined) {
      this.#runScope(at.parent, by, this.state.thread());
    }
  }

  #catchesSignal(name: string | undefined): boolean {
    return [...this.state.facts.nodes.values()].some(
      ({ node }) =>
        node.kind !== 'intermediateThrowEvent' &&
        node.kind !== 'endEvent' &&
        'eventDefinitions' in node &&
        node.eventDefinitions.some(
          (each) => each.kind === 'signal' && each.signal?.signalName?.text === name,
        ),
    );
  }

  #joins(node: FlowNode): boolean {
    return node.kind === 'parallelGateway' && this.state.facts.flowsTo(node.id).length > 1;
  }

  /** Throws a code out of a scope, to whatever catches it there or above. */
  #throwError(scope: WalkScope | undefined, code: string): never {
    const caught = scope && errorCatcher(scope, code);
    if (caught !== undefined) {
      throw new Leave(caught.at.owner?.id, caught.by);
    }
    throw new OpenEnd(`nothing catches the error "${code}"`);
  }

  #passActivity(scope: WalkScope, token: Token): readonly Token[] {
    const { node, thread } = token;
    if (isSubProcess(node)) {
      return this.#passSubProcess(scope, node, thread);
    }
    const boundaries = boundariesOf(scope, node.id);
    collectionOf(this.state, node);
    openEvents(
      this.state,
      [node, ...boundaries].flatMap((event) => eventsOf(event)),
    );
    const jobType = jobTypeOf(this.state, node);
    const errors = jobType === undefined ? [] : boundaries.filter((each) => isError(each));
    const events = boundaries.filter((each) => triggersOf(each.eventDefinitions).length > 0);
    const waits = jobType !== undefined || node.kind === 'receiveTask';
    const taken = this.#outcome(scope, node, waits ? [...errors, ...events] : []);
    if (taken === undefined) {
      answerTask(this.state, node);
      thread.push(node.id);
      return this.#follow(scope, thread, this.#flowsOf(node));
    }
    this.state.covered.add(taken.id);
    if (errors.includes(taken)) {
      throwFromJob(this.state, jobType, codeOf(taken.eventDefinitions));
      return this.#toBoundary(taken, thread);
    }
    this.#fire(node, {
      event: taken,
      definitions: taken.eventDefinitions,
      isJob: jobType !== undefined,
    });
    if (taken.cancelActivity) {
      return this.#toBoundary(taken, thread);
    }
    if (jobType !== undefined) {
      this.state.step({ kind: 'release', elementIds: [node.id] });
    }
    answerTask(this.state, node);
    thread.push(node.id);
    return [
      ...this.#toBoundary(taken, this.state.thread()),
      ...this.#follow(scope, thread, this.#flowsOf(node)),
    ];
  }

  #toBoundary(event: BoundaryEvent, thread: string[]): readonly Token[] {
    this.#applyOutputs(event);
    return [{ node: event, thread }];
  }

  /** Output mappings of an event that errors lead to; others have theirs applied with the payload. */
  #applyOutputs(event: BoundaryEvent): void {
    if (isError(event)) {
      for (const { source, target } of event.ioMapping?.outputs ?? []) {
        this.state.variables.assign(target, valueOf(source, this.state.variables.all(), 0));
      }
    }
  }

  /** Which boundary event the path takes at an activity that waits; undefined completes it. */
  #outcome(
    scope: WalkScope,
    node: FlowNode,
    boundaries: readonly BoundaryEvent[],
  ): BoundaryEvent | undefined {
    const first = this.state.visit(`wait ${node.id}`) === 0;
    const jobType = jobTypeOf(this.state, node);
    const waits = boundaries.length > 0 || jobType !== undefined;
    const outer = outerErrors(this.state, scope, first ? jobType : undefined);
    const options = [
      'complete',
      ...(first ? boundaries.map(({ id }) => id) : []),
      ...outer.keys(),
      ...(first && (waits || node.kind === 'receiveTask') ? this.#surroundingEvents(scope) : []),
    ];
    if (options.length === 1) {
      return undefined;
    }
    const taken = this.state.choose(node.id, options);
    const own = boundaries.find(({ id }) => id === taken);
    const caught = outer.get(taken);
    if (caught !== undefined) {
      const { at, by } = caught.by;
      throwFromJob(this.state, jobType, caught.code);
      this.state.covered.add(by.id);
      throw new Leave(at.owner?.id, by);
    }
    if (taken !== 'complete' && own === undefined) {
      this.#leaveFor(scope, { node, taken, isJob: jobType !== undefined });
    }
    return own;
  }

  /** As `#outcome` for a catch event, which has no boundary events of its own. */
  #waitFor(scope: WalkScope, node: FlowNode, complete: () => void): void {
    const options = ['complete', ...this.#surroundingEvents(scope)];
    const first = this.state.visit(`wait ${node.id}`) === 0;
    const taken = first && options.length > 1 ? this.state.choose(node.id, options) : 'complete';
    if (taken === 'complete') {
      complete();
      return;
    }
    this.#leaveFor(scope, { node, taken, isJob: false });
  }

  /** Events of the scopes around that can come while something in them waits, at the first wait. */
  #surroundingEvents(scope: WalkScope): readonly string[] {
    const first = !this.#waited || scope.owner !== undefined;
    this.#waited = true;
    const found: string[] = [];
    for (
      let at: WalkScope | undefined = first ? scope : undefined;
      at !== undefined;
      at = at.parent
    ) {
      const { owner, parent } = at;
      found.push(
        ...at.nodes.filter((each) => startTriggers(each).length > 0).map(({ id }) => id),
        ...(owner === undefined
          ? []
          : boundariesOf(parent, owner.id)
              .filter((each) => triggersOf(each.eventDefinitions).length > 0 && each.cancelActivity)
              .map(({ id }) => id)),
      );
    }
    return found.filter((id) => !this.state.covered.has(id));
  }

  /** Lets an event of a scope around come, and leaves for it. */
  #leaveFor(
    scope: WalkScope,
    wait: { readonly node: FlowNode; readonly taken: string; readonly isJob: boolean },
  ): void {
    const event = this.state.facts.nodes.get(wait.taken)?.node;
    if (event === undefined) {
      throw new OpenEnd(`"${wait.taken}" is nowhere`);
    }
    this.state.covered.add(event.id);
    if (event.kind === 'boundaryEvent') {
      this.#fire(wait.node, { event, definitions: event.eventDefinitions, isJob: wait.isJob });
      throw new Leave(event.attachedToRef, event);
    }
    const start = isSubProcess(event) ? startOf(event) : undefined;
    if (start === undefined || !isSubProcess(event)) {
      throw new OpenEnd(`"${event.id}" cannot be started`);
    }
    this.#fire(wait.node, { event: start, definitions: start.eventDefinitions, isJob: wait.isJob });
    if (start.isInterrupting) {
      const owner = scopeOf(scope, event)?.owner?.id;
      throw new Leave(owner, event);
    }
    this.#runEventSubProcess(scope, event);
    if (wait.isJob) {
      this.state.step({ kind: 'release', elementIds: [wait.node.id] });
    }
  }

  #fire(
    node: FlowNode,
    fired: {
      readonly event: FlowNode;
      readonly definitions: readonly EventDefinition[];
      readonly isJob: boolean;
    },
  ): void {
    if (fired.isJob) {
      this.state.held.push(node.id);
    }
    const [definition]: readonly (Trigger | undefined)[] = triggersOf(fired.definitions);
    eventStep(this.state, fired.event, definition);
  }

  #passSubProcess(scope: WalkScope, node: SubProcess, thread: string[]): readonly Token[] {
    if (node.kind !== 'subProcess') {
      throw new OpenEnd(
        `"${node.id}" is ${node.kind === 'transaction' ? 'a transaction' : 'ad hoc'}`,
      );
    }
    const inner: WalkScope = { owner: node, parent: scope, nodes: node.flowElements.nodes };
    const start = inner.nodes.find((each) => each.kind === 'startEvent');
    if (start === undefined) {
      throw new OpenEnd(`"${node.id}" has no start event`);
    }
    const times = collectionOf(this.state, node)?.length ?? 1;
    this.#openScope(inner);
    try {
      for (let left = times; left > 0; left -= 1) {
        this.#runScope(inner, start, this.state.thread());
      }
    } catch (error) {
      if (!(error instanceof Leave) || error.owner !== node.id) {
        throw error;
      }
      this.state.covered.add(error.by.id);
      if (error.by.kind === 'boundaryEvent') {
        return this.#toBoundary(error.by, thread);
      }
      if (isSubProcess(error.by)) {
        this.#runEventSubProcess(inner, error.by);
      }
    }
    for (const { source, target } of node.ioMapping?.outputs ?? []) {
      this.state.variables.assign(
        target,
        valueOf(source, this.state.variables.all(), this.state.elapsedMs),
      );
    }
    thread.push(node.id);
    return this.#follow(scope, thread, this.#flowsOf(node));
  }

  #runEventSubProcess(scope: WalkScope, node: SubProcess): void {
    const start = startOf(node);
    if (start === undefined) {
      throw new OpenEnd(`"${node.id}" has no start event`);
    }
    this.state.covered.add(node.id);
    const thread = this.state.thread();
    this.#runScope({ owner: node, parent: scope, nodes: node.flowElements.nodes }, start, thread);
    thread.push(node.id);
  }
}

function neverFlow(node: FlowNode): never {
  throw new OpenEnd(`"${node.id}" leads nowhere`);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}
