import type { RpcCall } from '../engines/judged-engine.js';
import { isObject } from '../trace.js';
import type { CaseView, Ref } from './case-view.js';

/**
 * One call of a random client. Its request names things by `Ref`, and names of the case begin with
 * `R_`: so it can be made again in another run and on another engine.
 */
export interface Step {
  readonly rpc: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** What stands where an engine has nothing by a reference: a key that no engine gives. */
const NO_KEY = '2251799813685248';

/** The call that a step is on one engine, in the run whose names begin with `prefix`. */
export function callOf(step: Step, view: CaseView, prefix: string): RpcCall {
  return { rpc: step.rpc, request: resolve(step.request, view, prefix) as object };
}

function resolve(value: unknown, view: CaseView, prefix: string): unknown {
  if (typeof value === 'string') {
    return value.replaceAll('R_', prefix);
  }
  if (Array.isArray(value)) {
    return value.map((each) => resolve(each, view, prefix));
  }
  if (isRef(value)) {
    return String(view.keyOf(value) ?? NO_KEY);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, resolve(each, view, prefix)]),
      )
    : value;
}

function isRef(value: unknown): value is Ref {
  return isObject(value) && typeof value.ref === 'string' && typeof value.nth === 'number';
}
