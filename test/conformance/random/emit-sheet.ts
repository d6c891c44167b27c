import type { Globals } from './emit-parts.js';
import type { Exit, ScopeXml } from './emit-scope.js';
import type { Block, EventSubPlan } from './plan.js';

/** Emits the content of a scope; sub-processes are scopes inside of scopes. */
export interface Nested {
  readonly fillScope: (
    sheet: Sheet,
    id: string,
    content: { readonly body: Block; readonly events: readonly EventSubPlan[] },
  ) => void;
  readonly follow: (sheet: Sheet, exits: readonly Exit[], block: Block) => readonly Exit[];
}

/** A block as it stands in a scope: where tokens enter, and where they leave. */
export interface Part {
  /** Undefined for a block without nodes. */
  readonly entry: string | undefined;
  readonly exits: readonly Exit[];
}

/** What emitting needs: the scope that is filled, and what the whole file shares. */
export interface Sheet {
  readonly scope: ScopeXml;
  readonly globals: Globals;
  readonly salt: number;
  readonly nested: Nested;
}
