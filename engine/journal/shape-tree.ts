/** The field names of an object, in order; as a tree, one name a step. */
export interface Shape {
  readonly names: readonly string[];
  readonly next: Map<string, Shape>;
  /** The step that was taken last: it is mostly the one that is taken again. */
  lastName: string | undefined;
  lastShape: Shape | undefined;
  /** Frame in which it has `number`. */
  frame: number;
  number: number;
  /** Field values of the last object of this shape in that frame. */
  readonly fields: unknown[];
}

/** Shapes that are kept; names that clients make up must not fill the memory. */
const mostShapes = 10_000;

function shapeOf(names: readonly string[]): Shape {
  return {
    names,
    next: new Map(),
    lastName: undefined,
    lastShape: undefined,
    frame: -1,
    number: -1,
    fields: [],
  };
}

/** Finds the shape of an object by walking along its field names. */
export class ShapeTree {
  #root = shapeOf([]);
  #count = 0;

  /** The shape without names, where every walk begins. */
  begin(): Shape {
    if (this.#count > mostShapes) {
      this.#root = shapeOf([]);
      this.#count = 0;
    }
    return this.#root;
  }

  /** The shape with one name more. */
  step(from: Shape, name: string): Shape {
    if (from.lastName === name && from.lastShape !== undefined) {
      return from.lastShape;
    }
    let next = from.next.get(name);
    if (next === undefined) {
      next = shapeOf([...from.names, name]);
      from.next.set(name, next);
      this.#count += 1;
    }
    from.lastName = name;
    from.lastShape = next;
    return next;
  }
}
