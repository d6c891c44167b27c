import type { FlowNode } from '../../model/index.js';
import { isRecord, member, type Json } from '../json.js';
import { Demand, type DemandConflict } from './feel-type-demand.js';
import { collectDemands } from './feel-type-demands.js';
import { STRING } from './feel-type-operators.js';
import { expressionSchema, parseQuietly, type ExpressionScope } from './feel-type.js';
import {
  acceptsAnything,
  anyOf,
  EMPTY_LIST,
  itemsOf,
  objectSchema,
  propertiesOf,
  schemaAtPath,
  type Definitions,
} from './schema-algebra.js';
import type { Local, LocalFrame, NodeFrames } from './variables-locals.js';
import type { ReadSite } from './variables-reads.js';
import type { Writer } from './variables-writers.js';

/** What the types of a process's variables are worked out from. */
export interface TypeFacts {
  /** Schemas of the document beside the model; they are believed first. */
  readonly declared: ReadonlyMap<string, Json>;
  readonly definitions: Definitions;
  readonly frames: ReadonlyMap<string, NodeFrames>;
  readonly writers: readonly Writer[];
  readonly reads: readonly ReadSite[];
  /** What a node's work is known to give, as an object schema. */
  readonly resultOf: (node: FlowNode) => Json | undefined;
  /** True when nothing but `writers` gives the variable the values that expressions read. */
  readonly isSettled: (name: string) => boolean;
  readonly isCertainAt: (name: string, node: FlowNode) => boolean;
  readonly knowsOptional: boolean;
}

/** Types beyond this many steps of mappings that copy from each other are not followed. */
const MAX_STEPS = 150;

/** Works out the type of each variable, local and result when it is first asked for. */
export class VariableTypes {
  readonly #facts: TypeFacts;
  readonly #writers = new Map<string, Writer[]>();
  readonly #variables = new Map<string, Json>();
  readonly #locals = new Map<Local, Json>();
  readonly #written = new Map<Writer, Json | undefined>();
  readonly #open = new Set<unknown>();
  /** What expressions ask of process variables, by name. */
  readonly demands = new Map<string, Demand>();
  /** What output mappings ask of the results of nodes, by node id and name. */
  readonly results = new Map<string, Map<string, Demand>>();

  constructor(facts: TypeFacts) {
    this.#facts = facts;
    for (const writer of facts.writers) {
      const list = this.#writers.get(writer.name);
      if (list === undefined) {
        this.#writers.set(writer.name, [writer]);
      } else {
        list.push(writer);
      }
    }
    facts.reads.forEach((site) => {
      this.#collect(site);
    });
    this.#passToCollections();
  }

  /** The schema of a process variable; `true` when nothing is known of it. */
  variable(name: string): Json {
    const declared = this.#facts.declared.get(name);
    const known = declared ?? this.#variables.get(name);
    if (known !== undefined) {
      return known;
    }
    const found = this.#guarded(name, () => this.#infer(name));
    if (found === undefined) {
      return true;
    }
    this.#variables.set(name, found);
    return found;
  }

  /** The schema of a local. */
  local(local: Local): Json {
    const known = this.#locals.get(local);
    if (known !== undefined) {
      return known;
    }
    const found = this.#guarded(local, () => this.#inferLocal(local));
    if (found === undefined) {
      return true;
    }
    this.#locals.set(local, found);
    return found;
  }

  /** What a writer writes; undefined when that is not known. */
  written(writer: Writer): Json | undefined {
    if (this.#written.has(writer)) {
      return this.#written.get(writer);
    }
    const found = this.#guarded(writer, () => this.#inferWritten(writer));
    this.#written.set(writer, found);
    return found;
  }

  /** The writers of a variable. */
  writersOf(name: string): readonly Writer[] {
    return this.#writers.get(name) ?? [];
  }

  /** Contradictions between the demands of expressions. */
  get conflicts(): readonly DemandConflict[] {
    return [...this.demands].flatMap(([name, demand]) => demand.conflicts([name]));
  }

  /** The scope that expressions of a node are typed in. */
  scopeAt(node: FlowNode, from: ReadSite['from']): ExpressionScope {
    const { definitions, frames, isCertainAt, knowsOptional, resultOf } = this.#facts;
    const own = frames.get(node.id);
    const frame = from === 'around' ? own?.around : own?.inside;
    const result = from === 'result' ? resultOf(node) : undefined;
    const rootSchema = (name: string): Json | undefined => {
      const returned = propertiesOf(result ?? true, definitions).find((each) => each.name === name);
      const local = returned === undefined ? frame?.find(name) : undefined;
      if (returned !== undefined || local !== undefined) {
        return returned?.schema ?? (local === undefined ? true : this.local(local));
      }
      const variable = this.variable(name);
      return acceptsAnything(variable) && from === 'result'
        ? this.results.get(node.id)?.get(name)?.schema()
        : acceptsAnything(variable) && !this.#facts.declared.has(name)
          ? undefined
          : variable;
    };
    return {
      definitions,
      knowsOptional,
      schemaAt: ([root = '', ...rest]) => {
        const schema = rootSchema(root);
        return schema === undefined ? undefined : schemaAtPath(schema, rest, definitions);
      },
      isCertain: (name) =>
        from === 'result' || frame?.find(name) !== undefined || isCertainAt(name, node),
    };
  }

  /** Runs unless it is running for the same thing already, or too deep. */
  #guarded<Value>(key: unknown, infer: () => Value): Value | undefined {
    if (this.#open.has(key) || this.#open.size > MAX_STEPS) {
      return undefined;
    }
    this.#open.add(key);
    const found = infer();
    this.#open.delete(key);
    return found;
  }

  /** What is written, if all of it is known; else what is asked for. */
  #infer(name: string): Json {
    const writers = this.writersOf(name);
    const known = writers.flatMap((writer) => this.written(writer) ?? []);
    if (known.length === 0 || known.length < writers.length) {
      return this.demands.get(name)?.schema() ?? true;
    }
    const settled = this.#facts.isSettled(name);
    const whole = writers.filter((writer) => pathOf(writer).length === 0);
    const parts = writers.filter((writer) => pathOf(writer).length > 0);
    const object = parts.length === 0 ? [] : [this.#object(parts, !settled || whole.length > 0)];
    const schemas = [...whole.flatMap((writer) => this.written(writer) ?? []), ...object];
    return anyOf(settled ? schemas : schemas.map(widened));
  }

  /** The object that writers of its parts build together; a part is certain when all come from one node. */
  #object(writers: readonly Writer[], open: boolean): Json {
    const parts = writers.map((writer) => ({
      path: pathOf(writer),
      schema: this.#partOf(writer),
    }));
    const together = writers.every(({ node }) => node === writers[0]?.node);
    return nestAll(parts, { required: together, open });
  }

  #partOf({ value, node }: Writer): Json {
    return value.kind === 'schema'
      ? value.schema
      : widened(expressionSchema(value.expression, this.scopeAt(node, value.from)));
  }

  #inferWritten({ value, node }: Writer): Json | undefined {
    const schema =
      value.kind === 'schema'
        ? value.schema
        : nest(
            value.path,
            expressionSchema(value.expression, this.scopeAt(node, value.from)),
            value.list,
          );
    return acceptsAnything(schema) ? undefined : schema;
  }

  #inferLocal(local: Local): Json {
    const { owner, origin, name } = local;
    if (origin.kind === 'loopCounter') {
      return { type: 'integer' };
    }
    if (origin.kind === 'inputElement') {
      const collection = 'loop' in owner ? owner.loop.inputCollection : undefined;
      const list =
        collection === undefined
          ? true
          : expressionSchema(collection, this.scopeAt(owner, 'around'));
      return itemsOf(list, this.#facts.definitions) ?? local.demand.schema();
    }
    const scope = this.#scopeWithout(owner, name);
    const parts = (owner.ioMapping?.inputs ?? [])
      .filter(({ target }) => target.split('.')[0] === name)
      .map(({ source, target }) => ({
        path: target.split('.').slice(1),
        schema: expressionSchema(source, scope),
      }));
    const whole = parts.findLast(({ path }) => path.length === 0);
    return whole?.schema ?? nestAll(parts, { required: true, open: false });
  }

  /** An input mapping that reads a variable of its own target's name means the one around. */
  #scopeWithout(owner: FlowNode, name: string): ExpressionScope {
    const inside = this.scopeAt(owner, 'inside');
    const rounds = this.#facts.frames.get(owner.id)?.rounds;
    const local = rounds?.find(name);
    const outer = (): Json =>
      local === undefined || rounds === undefined ? this.variable(name) : this.local(local);
    return {
      ...inside,
      schemaAt: (path) =>
        path[0] === name
          ? schemaAtPath(outer(), path.slice(1), this.#facts.definitions)
          : inside.schemaAt(path),
      isCertain: (asked) =>
        asked === name
          ? local !== undefined || this.#facts.isCertainAt(name, owner)
          : inside.isCertain(asked),
    };
  }

  #collect(site: ReadSite): void {
    const node = parseQuietly(site.expression);
    if (node === undefined) {
      return;
    }
    const own = this.#facts.frames.get(site.node.id);
    const frame = site.from === 'around' ? own?.around : own?.inside;
    const evidence = {
      place: site.expression.place,
      text: site.expression.text.slice(1).trim(),
      elementId: site.node.id,
    };
    collectDemands(
      node,
      { evidence, demandOn: (name) => this.#demandOn(name, site, frame) },
      site.expected,
    );
  }

  #demandOn(name: string, site: ReadSite, frame: LocalFrame | undefined): Demand {
    const local = frame?.find(name);
    if (local !== undefined) {
      return local.demand;
    }
    if (site.from !== 'result') {
      return demandIn(this.demands, name);
    }
    const results = this.results.get(site.node.id) ?? new Map<string, Demand>();
    this.results.set(site.node.id, results);
    return demandIn(results, name);
  }

  /** What is asked of an item that an element loops over is asked of the items of its collection. */
  #passToCollections(): void {
    const frames = [...this.#facts.frames.values()].reverse();
    for (const local of frames.flatMap(({ rounds }) => rounds.own)) {
      const collection =
        local.origin.kind === 'inputElement' && 'loop' in local.owner
          ? local.owner.loop.inputCollection
          : undefined;
      const node = collection && parseQuietly(collection);
      if (collection !== undefined && node?.kind === 'reference') {
        const frame = this.#facts.frames.get(local.owner.id)?.around;
        const [root = '', ...rest] = node.names;
        const owner = frame?.find(root)?.demand ?? demandIn(this.demands, root);
        const list = rest.reduce((demand, name) => demand.field(name), owner);
        const evidence = {
          place: collection.place,
          text: collection.text.slice(1).trim(),
          elementId: local.owner.id,
        };
        list.item(evidence).absorb(local.demand);
      }
    }
  }
}

function demandIn(demands: Map<string, Demand>, name: string): Demand {
  const found = demands.get(name) ?? new Demand();
  demands.set(name, found);
  return found;
}

/** A literal that is only one of the values a variable can have counts as its type. */
function widened(schema: Json): Json {
  if (schema === EMPTY_LIST) {
    return { type: 'array' };
  }
  const branches = member(schema, 'anyOf');
  if (Array.isArray(branches)) {
    return anyOf(branches.map((branch: Json) => widened(branch)));
  }
  const isLiteral = isRecord(schema) && Object.keys(schema).length === 2 && 'const' in schema;
  return isLiteral && member(schema, 'type') === 'string' ? STRING : schema;
}

function nest(path: readonly string[], schema: Json, list: boolean): Json {
  const value: Json = list ? { type: 'array', items: schema } : schema;
  return path.reduceRight<Json>(
    (inner, name) => objectSchema([{ name, schema: inner, required: true }], { open: true }),
    value,
  );
}

function pathOf({ value }: Writer): readonly string[] {
  return value.kind === 'expression' ? value.path : [];
}

interface Part {
  readonly path: readonly string[];
  readonly schema: Json;
}

/** The object that values at paths make: `a.b` and `a.c` share the object `a`; the later of two counts. */
function nestAll(
  parts: readonly Part[],
  options: { readonly required: boolean; readonly open: boolean },
): Json {
  const names = [...new Set(parts.flatMap(({ path }) => path.slice(0, 1)))];
  const properties = names.map((name) => {
    const own = parts.filter(({ path }) => path[0] === name);
    const leaf = own.findLast(({ path }) => path.length === 1);
    const schema =
      leaf?.schema ??
      nestAll(
        own.map((part) => ({ ...part, path: part.path.slice(1) })),
        options,
      );
    return { name, schema, required: options.required };
  });
  return objectSchema(properties, { open: options.open });
}
