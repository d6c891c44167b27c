import { flowNodes, flowScopes, type BpmnModel } from '../../model/index.js';

/** Ids and names of the elements of one process, as its model has them. */
export class ElementNames {
  readonly #names: ReadonlyMap<string, string>;

  constructor(names: ReadonlyMap<string, string>) {
    this.#names = names;
  }

  /** Whether the process has an element with this id. */
  has(elementId: string): boolean {
    return this.#names.has(elementId);
  }

  /** `ReserveSeats "Reserve seats"`; the id alone where there is no name. */
  show(elementId: string): string {
    const name = this.#names.get(elementId)?.replace(/\s+/g, ' ').trim() ?? '';
    return name === '' || name === elementId ? elementId : `${elementId} "${name}"`;
  }

  /** The known ids that look most like one that is not known, or bear it as their name. */
  nearest(elementId: string): readonly string[] {
    const wanted = elementId.toLowerCase();
    const byName = [...this.#names].filter(([, name]) => name.trim().toLowerCase() === wanted);
    if (byName.length > 0) {
      return byName.map(([id]) => id);
    }
    return [...this.#names.keys()]
      .map((id) => ({ id, distance: editDistance(wanted, id.toLowerCase()) }))
      .filter(({ distance }) => distance <= Math.max(2, wanted.length / 3))
      .sort((one, other) => one.distance - other.distance)
      .slice(0, 3)
      .map(({ id }) => id);
  }
}

/** Reads the names of each process of a model, by process id. */
export function namesOfProcesses(model: BpmnModel): ReadonlyMap<string, ElementNames> {
  return new Map(
    model.processes.map((process) => {
      const nodes = flowNodes(process);
      const flows = flowScopes(process).flatMap(({ flowElements }) => flowElements.flows);
      const names = [process, ...nodes, ...flows].map(({ id, name }) => [id, name ?? ''] as const);
      return [process.id, new ElementNames(new Map(names))];
    }),
  );
}

/** Longest text that is compared letter by letter. */
const longest = 100;

function editDistance(one: string, other: string): number {
  if (one.length > longest || other.length > longest) {
    return Number.POSITIVE_INFINITY;
  }
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let place = 1; place <= other.length; place += 1) {
      const swap = (row[place - 1] ?? 0) + (one[at - 1] === other[place - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
