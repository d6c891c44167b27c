import type { FlowNode, IoMapping, Mapping } from '../../model/index.js';
import { compareText, type Json } from '../json.js';
import type { VariablesAt } from './data-flow.js';
import { expressionPaths, expressionSchema, plainPath, type ExpressionScope } from './feel-type.js';
import { rootOf } from './node-locals.js';
import {
  acceptsAnything,
  allOf,
  anyOf,
  objectSchema,
  propertiesOf,
  schemaAtPath,
  type SchemaProperty,
} from './schema-algebra.js';
import { variableSchema, type Variables } from './variables.js';

/** The mappings of an element that has none. */
export const NO_MAPPINGS: IoMapping = Object.freeze({ inputs: [], outputs: [] });

/** The input and output mappings of an element. */
export function mappingsOf(node: FlowNode): IoMapping {
  return node.ioMapping ?? NO_MAPPINGS;
}

/** One element that creates a job, as the planning of its inputs and outputs needs it. */
export interface JobSite {
  readonly node: FlowNode;
  /** The element's input and output mappings, or none for a listener. */
  readonly mappings: IoMapping;
  readonly variables: Variables;
  /** Variables before the element. */
  readonly before: VariablesAt;
  /** True when a listener of the element creates the job: then its results are not the element's. */
  readonly listener?: boolean;
}

/**
 * What a job's worker sees. With input mappings: their targets, each typed by its expression. Without:
 * the variables that are written before it, required when every way writes them. Process variables
 * without a schema document leave the type open.
 */
export function inputSchema(site: JobSite): Json {
  const inputs = site.mappings.inputs;
  if (inputs.length > 0) {
    const scope = scopeOf(site);
    return nestedObject(
      inputs.map((mapping) => ({
        path: mapping.target.split('.'),
        schema: mapped(mapping, scope, site),
      })),
    );
  }
  const locals = site.variables.localsAt(site.node);
  const { declared, schemas } = site.variables;
  const names = [...schemas.keys()].filter(
    (name) => !declared || site.before.possible.has(name) || locals.has(name),
  );
  const properties = names.map((name) => ({
    name,
    schema: locals.get(name) ?? schemas.get(name) ?? true,
    required: locals.has(name) || site.before.certain.has(name),
  }));
  const extra = [...locals].filter(([name]) => !names.includes(name));
  return objectSchema(
    [...properties, ...extra.map(([name, schema]) => ({ name, schema, required: true }))],
    { open: !declared },
  );
}

/**
 * What a job's worker returns. With output mappings: the variables that they read and that are not
 * there already, required; those that may be there already are optional. Without: any variable of the
 * process, because all that is returned is merged into it.
 */
export function outputSchema(site: JobSite): Json {
  const outputs = [...site.mappings.outputs, ...loopOutput(site.node)];
  const stated = statedResult(site);
  if (outputs.length === 0) {
    return stated === undefined
      ? allVariables(site.variables)
      : objectSchema(stated, { open: false });
  }
  const inputs = new Set(site.mappings.inputs.map(({ target }) => rootOf(target)));
  const roots = new Map<string, SchemaProperty>((stated ?? []).map((each) => [each.name, each]));
  for (const { path, mapping } of readPaths(outputs)) {
    const [name = ''] = path;
    const own = path.length === 1 && rootOf(mapping.target) === name;
    const visible = site.before.possible.has(name) || inputs.has(name);
    const known = roots.get(name);
    roots.set(name, {
      name,
      schema: allOf([
        ...(known === undefined ? [] : [known.schema]),
        readSchema(path, mapping, site),
      ]),
      required: (known?.required ?? false) || own || !visible,
    });
  }
  return objectSchema([...roots.values()], { open: false });
}

/** What a form, a schema or the called process says of the result; a listener has none of it. */
function statedResult({
  node,
  variables,
  listener,
}: JobSite): readonly SchemaProperty[] | undefined {
  const result = listener === true ? undefined : variables.results.get(node.id);
  return result && propertiesOf(result.schema, variables.definitions);
}

/** Every known variable, optional; open when no schema document says which there are. */
export function allVariables(variables: Variables): Json {
  const known = everything.get(variables);
  if (known !== undefined) {
    return known;
  }
  const properties = [...variables.schemas].map(([name, schema]) => ({
    name,
    schema,
    required: false,
  }));
  const found = objectSchema(properties, { open: !variables.declared });
  everything.set(variables, found);
  return found;
}

/** One schema for all jobs that may see or return any variable. */
const everything = new WeakMap<Variables, Json>();

/** The top-level names of an object schema that a worker should fetch; undefined when it is open. */
export function fetchNames(sites: readonly JobSite[]): readonly string[] | undefined {
  const names = new Set<string>();
  for (const site of sites) {
    const inputs = site.mappings.inputs;
    if (inputs.length === 0 && !site.variables.declared) {
      return undefined;
    }
    const roots =
      inputs.length > 0
        ? inputs.map(({ target }) => rootOf(target))
        : [...site.before.possible, ...site.variables.localsAt(site.node).keys()];
    roots.forEach((name) => names.add(name));
  }
  return [...names].sort(compareText);
}

/** The scope of expressions at an element: its locals first, then process variables. */
export function scopeOf(site: JobSite): ExpressionScope {
  return site.variables.scopeAt(site.node, 'inside');
}

function mapped(mapping: Mapping, scope: ExpressionScope, site: JobSite): Json {
  const schema = expressionSchema(mapping.source, scope);
  const unknown = acceptsAnything(schema) && plainPath(mapping.source) === undefined;
  return unknown ? (variableSchema(site.variables, mapping.target.split('.')) ?? schema) : schema;
}

/** The output element of a loop reads what each job returned, like an output mapping. */
function loopOutput(node: FlowNode): readonly Mapping[] {
  const loop = 'loop' in node ? node.loop : undefined;
  return loop?.outputElement === undefined
    ? []
    : [{ source: loop.outputElement, target: '', place: loop.place }];
}

function readPaths(
  mappings: readonly Mapping[],
): readonly { readonly path: readonly string[]; readonly mapping: Mapping }[] {
  return mappings.flatMap((mapping) =>
    expressionPaths(mapping.source).map((path) => ({ path, mapping })),
  );
}

/** The schema of a result variable: that of the variable it is copied to, else of its namesake. */
function readSchema(path: readonly string[], mapping: Mapping, site: JobSite): Json {
  const [root = '', ...rest] = path;
  const copied = plainPath(mapping.source) !== undefined;
  const target = copied
    ? known(variableSchema(site.variables, mapping.target.split('.')))
    : undefined;
  const stated = statedResult(site)?.find(({ name }) => name === root)?.schema;
  const own = stated ?? known(variableSchema(site.variables, [root]));
  const asked = known(site.variables.askedOfResult(site.node, root));
  if (rest.length === 0) {
    return target ?? own ?? asked ?? true;
  }
  return (
    own ?? nestedObject([{ path: rest, schema: target ?? fieldOf(asked, rest, site) ?? true }])
  );
}

function known(schema: Json | undefined): Json | undefined {
  return schema === undefined || acceptsAnything(schema) ? undefined : schema;
}

function fieldOf(
  schema: Json | undefined,
  path: readonly string[],
  { variables }: JobSite,
): Json | undefined {
  return schema === undefined ? undefined : schemaAtPath(schema, path, variables.definitions);
}

interface NestedEntry {
  readonly path: readonly string[];
  readonly schema: Json;
}

/** An object schema from dotted targets: `a.b` and `a.c` share the object `a`. */
function nestedObject(entries: readonly NestedEntry[]): Json {
  const names = [...new Set(entries.map(({ path }) => path[0] ?? ''))];
  const properties = names.map((name) => {
    const own = entries.filter(({ path }) => path[0] === name);
    const inner = own.filter(({ path }) => path.length > 1);
    const schema =
      inner.length > 0
        ? nestedObject(
            inner.map(({ path, schema: value }) => ({ path: path.slice(1), schema: value })),
          )
        : (own.at(-1)?.schema ?? true);
    return { name, schema, required: true };
  });
  return objectSchema(properties, { open: false });
}

/** One schema for a job type with several elements: a worker must cope with what any of them gives. */
export function mergeInputs(inputs: readonly Json[]): Json {
  return mergeObjects(inputs, { combine: anyOf, required: 'every' });
}

/** ... and must return what each of them needs. */
export function mergeOutputs(outputs: readonly Json[]): Json {
  return mergeObjects(outputs, { combine: allOf, required: 'some' });
}

interface ObjectShape {
  readonly properties: ReadonlyMap<string, Json>;
  readonly required: ReadonlySet<string>;
  readonly open: boolean;
}

function mergeObjects(
  schemas: readonly Json[],
  options: {
    readonly combine: (schemas: readonly Json[]) => Json;
    readonly required: 'every' | 'some';
  },
): Json {
  const [only] = schemas;
  if (schemas.length === 1 && only !== undefined) {
    return only;
  }
  const shapes = schemas.map(shapeOf);
  const names = [...new Set(shapes.flatMap((shape) => [...shape.properties.keys()]))];
  const properties = names.map((name) => {
    const found = shapes.flatMap((shape) => shape.properties.get(name) ?? []);
    const needs = (shape: ObjectShape): boolean => shape.required.has(name);
    const required = options.required === 'every' ? shapes.every(needs) : shapes.some(needs);
    return { name, schema: options.combine(found), required };
  });
  return objectSchema(properties, { open: shapes.some((shape) => shape.open) });
}

function shapeOf(schema: Json): ObjectShape {
  const { properties, required, additionalProperties } = schema as {
    readonly properties: Readonly<Record<string, Json>>;
    readonly required: readonly string[];
    readonly additionalProperties?: boolean;
  };
  return {
    properties: new Map(Object.entries(properties)),
    required: new Set(required),
    open: additionalProperties === true,
  };
}
