import type { Process } from '../../model/index.js';
import { caughtErrors, commonErrors } from './caught-errors.js';
import { placedNodes, type PlacedNode } from './placed-node.js';
import type { ThrowableErrors } from './plan-types.js';

/**
 * What the calls of a process catch, for every process of a run. Only a process that nothing but call
 * activities of these models starts has any: one with another start event, with an endpoint of its own
 * or that calls itself can run where nobody catches.
 */
export class CallerErrors {
  readonly #processes: ReadonlyMap<string, Process>;
  readonly #calls = new Map<string, { readonly caller: Process; readonly placed: PlacedNode }[]>();
  readonly #found = new Map<string, ThrowableErrors>();
  readonly #unfixed: boolean;

  constructor(processes: readonly Process[]) {
    this.#processes = new Map([...processes].reverse().map((each) => [each.id, each]));
    let unfixed = false;
    for (const caller of processes) {
      for (const placed of placedNodes(caller)) {
        const { node } = placed;
        const called = node.kind === 'callActivity' ? node.calledElement?.processId : undefined;
        unfixed ||= called?.isFeel === true;
        if (called?.isFeel === false) {
          const calls = this.#calls.get(called.text) ?? [];
          this.#calls.set(called.text, [...calls, { caller, placed }]);
        }
      }
    }
    this.#unfixed = unfixed;
  }

  /** The codes that every call of the process catches, its callers' callers included. */
  of(processId: string): ThrowableErrors {
    const known = this.#found.get(processId);
    if (known !== undefined) {
      return known;
    }
    // Processes that call each other in a circle catch what is drawn in them, and nothing more.
    this.#found.set(processId, []);
    const process = this.#processes.get(processId);
    const calls = this.#calls.get(processId) ?? [];
    const alone =
      process === undefined ||
      this.#unfixed ||
      startsAlone(process) ||
      calls.some(({ caller }) => caller.id === processId);
    const found: ThrowableErrors =
      alone || calls.length === 0
        ? []
        : commonErrors(calls.map(({ caller, placed }) => caughtErrors(placed, this.of(caller.id))));
    this.#found.set(processId, found);
    return found;
  }
}

/** True when something other than a call can start the process. */
function startsAlone({ properties, flowElements }: Process): boolean {
  const starts = flowElements.nodes.filter((node) => node.kind === 'startEvent');
  const offered = [...properties, ...starts.flatMap((node) => node.properties)].some(
    ({ name, value }) => name === 'jobwright:api' && !['', 'none'].includes(value.trim()),
  );
  return offered || starts.some(({ eventDefinitions }) => eventDefinitions.length > 0);
}
