import { formatPlace, type FlowNode } from '../../model/index.js';
import { describeElement, propertyOf, type ProcessContext } from './model-context.js';
import { typeNameOf, valueNameOf } from './names.js';
import type { PlacedNode } from './placed-node.js';
import type { ElementPlan } from './plan-types.js';

/** What an element is called in generated code. */
export interface ElementName {
  /** Key of its constant, unique in the process. */
  readonly constant: string;
  /** Stem of its types, where it has some. */
  readonly typeName: string;
}

/** Ids that the modeler makes up, `Activity_1g89uec`: a kind and seven letters and digits. */
const MADE_UP = /^[A-Z][A-Za-z]*_(?=[a-z]*\d)[0-9a-z]{7}$/;

/** The property that settles a clash of names, on an element, a message, a signal or a process. */
const NAME_PROPERTY = 'jobwright:name';

/**
 * Names of all elements, by id. An element is named after its `jobwright:name`, else after its id, and
 * after its name when the modeler made the id up; inside a sub-process the names of the sub-processes
 * come first. Names of the model that fall together give way to ids, ids that do to the ids as written,
 * which is reported; a `jobwright:name` that another element has too is an error.
 */
export function elementNames(context: ProcessContext): ReadonlyMap<string, ElementName> {
  const names = new Map<string, string>();
  const given = new Map<string, string>();
  for (const { node, scope } of context.nodes) {
    const own = givenName(node);
    if (own !== undefined) {
      given.set(node.id, own);
    }
    names.set(node.id, within(scope, names, valueNameOf(own ?? spokenName(node) ?? node.id)));
  }
  settle(context.nodes, names, ({ node, scope }) =>
    given.has(node.id) ? undefined : within(scope, names, valueNameOf(node.id)),
  );
  for (const clash of clashes(context.nodes, names)) {
    if (clash.some(({ node }) => given.has(node.id))) {
      reportGiven(clash, names, context);
    } else {
      reportFolded(clash, context);
    }
  }
  // Ids are unique, so this ends; a written id can meet the name of another element once more.
  while (settle(context.nodes, names, ({ node }) => node.id));
  return new Map(
    [...names].map(([id, constant]) => [id, { constant, typeName: typeNameOf(constant) }]),
  );
}

/** The `jobwright:name` of an element; empty ones do not count. */
export function givenName(element: {
  readonly properties: FlowNode['properties'];
}): string | undefined {
  const value = element.properties.find(({ name }) => name === NAME_PROPERTY)?.value.trim();
  return value === '' ? undefined : value;
}

/** The elements of a process, in document order. */
export function planElements(
  context: ProcessContext,
  names: ReadonlyMap<string, ElementName>,
): readonly ElementPlan[] {
  const lanes = new Map(
    // Nested lanes follow their parents, so the innermost one stays.
    context.process.lanes.flatMap((lane) =>
      lane.flowNodeRefs.map((id) => [id, lane.name ?? lane.id] as const),
    ),
  );
  return context.nodes.map(({ node, scope }): ElementPlan => {
    const parent = scope.owner?.id;
    const lane = lanes.get(node.id);
    return {
      ...describeElement(node),
      kind: node.kind,
      constant: names.get(node.id)?.constant ?? node.id,
      ...(parent === undefined ? {} : { parent }),
      ...(lane === undefined ? {} : { lane }),
      annotations: node.annotations,
      facts: factsOf(node),
      place: node.place,
    };
  });
}

/** What a doc comment says of an element beside its texts: how the engine treats it. */
function factsOf(node: FlowNode): readonly string[] {
  const facts: string[] = [];
  if (node.kind === 'boundaryEvent') {
    const undoes = node.eventDefinitions.some(({ kind }) => kind === 'compensate');
    const way = undoes ? 'Undoes' : node.cancelActivity ? 'Interrupts' : 'Leaves running';
    facts.push(`${way} ${node.attachedToRef}.`);
  }
  if (node.kind === 'startEvent' && node.eventDefinitions.length > 0 && !node.isInterrupting) {
    facts.push('Does not interrupt its scope.');
  }
  if ('taskDefinition' in node) {
    const { type, retries } = node.taskDefinition;
    const tries = retries === undefined ? '' : `, retries ${retries.text}`;
    facts.push(`Job type ${type.text}${tries}.`);
  }
  if ('jobPriority' in node) {
    facts.push(`Job priority ${node.jobPriority.text}.`);
  }
  if ('agentType' in node) {
    facts.push(`Agent ${node.agentType}.`);
  }
  if (node.modelerTemplate !== undefined) {
    facts.push(`Element template ${node.modelerTemplate}.`);
  }
  if ('loop' in node) {
    const order = node.loop.isSequential ? 'one after the other' : 'in parallel';
    const over = node.loop.inputCollection?.text;
    facts.push(`Runs ${order}${over === undefined ? '' : ` for each of ${over}`}.`);
  }
  if ('isForCompensation' in node && node.isForCompensation) {
    facts.push('Undoes an activity (compensation handler).');
  }
  if ('eventDefinitions' in node) {
    for (const definition of node.eventDefinitions) {
      if (definition.kind === 'link' && definition.linkName !== undefined) {
        facts.push(`Link ${definition.linkName}.`);
      }
      if (definition.kind === 'conditional' && definition.condition !== undefined) {
        const watched = definition.variableNames;
        const on = watched.length === 0 ? '' : `, looked at when ${watched.join(', ')} change`;
        facts.push(`Condition ${definition.condition.text}${on}.`);
      }
    }
  }
  return facts;
}

function within(
  scope: PlacedNode['scope'],
  names: ReadonlyMap<string, string>,
  own: string,
): string {
  // Owners stand before what they contain.
  const owner = scope.owner === undefined ? undefined : names.get(scope.owner.id);
  return owner === undefined ? own : `${owner}_${own}`;
}

function spokenName(node: FlowNode): string | undefined {
  const { id, name } = node;
  return name !== undefined && MADE_UP.test(id) && /\p{L}/u.test(valueNameOf(name).slice(0, 1))
    ? name
    : undefined;
}

function clashes(
  nodes: readonly PlacedNode[],
  names: ReadonlyMap<string, string>,
): readonly (readonly PlacedNode[])[] {
  const byName = new Map<string, PlacedNode[]>();
  for (const placed of nodes) {
    const name = names.get(placed.node.id) ?? placed.node.id;
    const known = byName.get(name);
    if (known === undefined) {
      byName.set(name, [placed]);
    } else {
      known.push(placed);
    }
  }
  return [...byName.values()].filter((group) => group.length > 1);
}

/** Renames elements whose names fall together; true when that changed a name. */
function settle(
  nodes: readonly PlacedNode[],
  names: Map<string, string>,
  next: (placed: PlacedNode) => string | undefined,
): boolean {
  let changed = false;
  for (const placed of clashes(nodes, names).flat()) {
    const name = next(placed);
    if (name !== undefined && name !== names.get(placed.node.id)) {
      names.set(placed.node.id, name);
      changed = true;
    }
  }
  return changed;
}

/** A name that the model gives is kept or refused, never changed. */
function reportGiven(
  group: readonly PlacedNode[],
  names: ReadonlyMap<string, string>,
  context: ProcessContext,
): void {
  const [first, ...others] = group;
  for (const { node } of others) {
    const other = first?.node ?? node;
    context.findings.add(
      'NAME201',
      `The elements "${node.id}" and "${other.id}" (${formatPlace(other.place)}) would both be called ${names.get(node.id) ?? ''}.`,
      { place: propertyOf(node, NAME_PROPERTY)?.place ?? node.place, elementId: node.id },
    );
  }
}

function reportFolded(group: readonly PlacedNode[], context: ProcessContext): void {
  const [first, ...others] = group;
  for (const { node } of others) {
    const other = first?.node ?? node;
    context.findings.add(
      'NAME204',
      `The ids "${node.id}" and "${other.id}" (${formatPlace(other.place)}) give one name, so both constants are called by their ids.`,
      { place: node.place, elementId: node.id },
    );
  }
}
