import type { ErrorEventDefinition, EventBase } from '../../model/index.js';
import { compareText } from '../json.js';
import {
  boundaryEventsOf,
  eventSubProcessesOf,
  type PlacedNode,
  type Scope,
} from './placed-node.js';
import type { ThrowableErrors } from './plan-types.js';

/**
 * The error codes that the model catches around an element: boundary events on it, error event
 * sub-processes of its scope, and the same for every scope around it. `any` when one catches all.
 * What the calls of the process catch (`byCallers`) counts as well, where every one of them does.
 */
export function caughtErrors(placed: PlacedNode, byCallers: ThrowableErrors = []): ThrowableErrors {
  if (byCallers === 'any') {
    return 'any';
  }
  const codes = new Set(byCallers);
  for (const definition of catchersAround(placed)) {
    const code = definition.error?.errorCode;
    if (definition.error === undefined && definition.errorRef === undefined) {
      return 'any';
    }
    // A catch event with a FEEL code is refused at deployment, so only fixed codes count.
    if (code !== undefined && !code.isFeel) {
      codes.add(code.text);
    }
  }
  return [...codes].sort(compareText);
}

/** What is safe to throw from every element of a job type: only what each of them has caught. */
export function commonErrors(all: readonly ThrowableErrors[]): ThrowableErrors {
  const lists = all.filter((errors) => errors !== 'any');
  const [first, ...rest] = lists;
  if (first === undefined) {
    return all.length === 0 ? [] : 'any';
  }
  return first.filter((code) => rest.every((codes) => codes.includes(code)));
}

function catchersAround({ node, scope }: PlacedNode): readonly ErrorEventDefinition[] {
  const found: ErrorEventDefinition[] = [];
  let inside = node.id;
  let fromEventSubProcess = false;
  for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
    found.push(...boundaryEventsOf(around, inside).flatMap(errorDefinitions));
    if (!fromEventSubProcess) {
      found.push(...eventSubProcessErrors(around));
    }
    inside = around.owner?.id ?? '';
    // What a running event sub-process throws does not start an event sub-process beside it.
    fromEventSubProcess = around.owner?.triggeredByEvent ?? false;
  }
  return found;
}

function eventSubProcessErrors(scope: Scope): readonly ErrorEventDefinition[] {
  return eventSubProcessesOf(scope)
    .flatMap((subProcess) => subProcess.flowElements.nodes)
    .filter((node) => node.kind === 'startEvent')
    .flatMap(errorDefinitions);
}

function errorDefinitions(event: EventBase): readonly ErrorEventDefinition[] {
  return event.eventDefinitions.filter((definition) => definition.kind === 'error');
}
