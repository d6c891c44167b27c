import type { Processing } from '../processors/processing.js';
import { defaultTenant } from '../records/values.js';
import type { Json, VariableValue, Variables } from '../records/values.js';
import { variableKey } from '../state/engine-state.js';
import type { EngineState } from '../state/engine-state.js';
import type { Variable } from '../state/rows.js';

/** What VARIABLE records say of where they belong. */
export interface VariableOwner {
  readonly bpmnProcessId: string;
  readonly processInstanceKey: number;
  readonly processDefinitionKey: number;
}

const parsed = new WeakMap<Variable, Json>();

function read(variable: Variable): Json {
  const known = parsed.get(variable);
  if (known !== undefined) {
    return known;
  }
  // The engine wrote the text itself.
  const value = JSON.parse(variable.text) as Json;
  parsed.set(variable, value);
  return value;
}

function find(state: EngineState, scopeKey: number, name: string): Variable | undefined {
  return state.variables.get(variableKey(scopeKey, name));
}

/** The value of a variable of exactly this scope. */
export function localVariable(
  state: EngineState,
  scopeKey: number,
  name: string,
): Json | undefined {
  const variable = find(state, scopeKey, name);
  return variable === undefined ? undefined : read(variable);
}

/** All variables of exactly this scope. */
export function localVariables(state: EngineState, scopeKey: number): Variables {
  return Object.fromEntries(
    state.variableNames
      .get(scopeKey)
      .map((name) => [name, localVariable(state, scopeKey, name) ?? null] as const),
  );
}

/** The scope around a scope; -1 at the root of a process instance. */
export function parentScope(state: EngineState, scopeKey: number): number {
  return state.elements.get(scopeKey)?.value.flowScopeKey ?? -1;
}

/** All variables that can be seen from a scope, nearest first; those in `names` only, if given. */
export function visibleVariables(
  state: EngineState,
  scopeKey: number,
  names?: readonly string[],
): Variables {
  const seen = new Map<string, Json>();
  const wanted = names === undefined || names.length === 0 ? undefined : new Set(names);
  for (let scope = scopeKey; scope > 0; scope = parentScope(state, scope)) {
    for (const name of state.variableNames.get(scope)) {
      const variable = find(state, scope, name);
      if (variable !== undefined && !seen.has(name) && wanted?.has(name) !== false) {
        seen.set(name, read(variable));
      }
    }
  }
  return Object.fromEntries(seen);
}

/** Creates or changes one variable of exactly this scope; an equal value writes nothing. */
export function setLocal(
  cx: Processing,
  scopeKey: number,
  owner: VariableOwner,
  entry: readonly [name: string, value: Json],
): void {
  const [name, value] = entry;
  const text = JSON.stringify(value);
  const existing = find(cx.state, scopeKey, name);
  if (existing?.text === text) {
    return;
  }
  const record: VariableValue = {
    name,
    value: text,
    scopeKey,
    tenantId: defaultTenant,
    bpmnProcessId: owner.bpmnProcessId,
    processInstanceKey: owner.processInstanceKey,
    processDefinitionKey: owner.processDefinitionKey,
  };
  const intent = existing === undefined ? 'CREATED' : 'UPDATED';
  cx.event('VARIABLE', intent, existing?.key ?? cx.nextKey(), record);
}

/** Writes a document into exactly this scope. */
export function mergeLocal(
  cx: Processing,
  scopeKey: number,
  owner: VariableOwner,
  document: Variables,
): void {
  for (const entry of Object.entries(document)) {
    setLocal(cx, scopeKey, owner, entry);
  }
}

/**
 * Merges a document from a scope upward: each scope below the root takes the variables it has with
 * another value; the root takes the rest. A variable that a scope has with an equal value climbs on,
 * as it does in Camunda (camunda#19441).
 */
export function mergeDocument(
  cx: Processing,
  scopeKey: number,
  owner: VariableOwner,
  document: Variables,
): void {
  let rest = Object.entries(document);
  let scope = scopeKey;
  for (let parent = parentScope(cx.state, scope); parent > 0;) {
    const here = scope;
    rest = rest.filter(([name, value]) => {
      const existing = find(cx.state, here, name);
      if (existing === undefined || existing.text === JSON.stringify(value)) {
        return true;
      }
      setLocal(cx, here, owner, [name, value]);
      return false;
    });
    scope = parent;
    parent = parentScope(cx.state, scope);
  }
  for (const entry of rest) {
    setLocal(cx, scope, owner, entry);
  }
}
