import type { ExtensionProperty, FlowNode } from '../../model/index.js';
import { compareText, type Json } from '../json.js';
import type { JsonDocument } from '../read/json-document.js';
import { joinPath, SchemaBundle } from '../read/schema-bundle.js';
import type { Source } from '../source.js';
import { asyncApiDocument } from './asyncapi-document.js';
import { Components } from './derived-components.js';
import type { PlannedProcess } from './derived-exposure.js';
import { describeElement, type Findings } from './model-context.js';
import { typeNameOf } from './names.js';
import { placedNodes } from './placed-node.js';
import type { ChannelPlan, ChannelsPlan, JobElement } from './plan-types.js';
import { anyOf } from './schema-algebra.js';

/** What channels are read from beside the processes. */
export interface ChannelSources {
  readonly sources: readonly Source[];
  readonly documents: ReadonlyMap<string, JsonDocument>;
}

interface Use {
  readonly address: string;
  readonly property: ExtensionProperty;
  readonly element: JobElement;
  readonly sends: boolean;
  readonly payload: Json;
}

/** Visible ASCII without braces, which AsyncAPI keeps for parameters. */
const ADDRESS = /^[!-z|~]{1,255}$/;
const PROPERTY = 'jobwright:channel';
/** Names that `channels.gen.ts` has for itself. */
const TAKEN = new Set(
  (
    'ChannelPayloads SentChannel ReceivedChannel ChannelMessage ChannelEvent ChannelPublisher ' +
    'ChannelHandlers CloudEvent'
  ).split(' '),
);

/**
 * The channels that `jobwright:channel` names: `<address>`, or `<address> <file>#<pointer>` with the
 * schema of what goes over it. A job sends and a message event receives; without a schema it is the
 * input of the job, or the payload of the message. Undefined when no element names one.
 */
export function planChannels(
  processes: readonly PlannedProcess[],
  { sources, documents }: ChannelSources,
  findings: Findings,
): ChannelsPlan | undefined {
  const components = new Components();
  const known = new Map(sources.map((source) => [source.path, source]));
  const uses = processes.flatMap((planned) => {
    const bundle = new SchemaBundle({ documents, prefix: '#/$defs/', keyOf: typeNameOf });
    const reader = { planned, bundle, components, source: known.get(planned.plan.model) };
    const own = placedNodes(planned.process).flatMap(({ node }) =>
      node.properties
        .filter(({ name }) => name === PROPERTY)
        .flatMap((property) => usesOf(node, property, reader, findings)),
    );
    findings.list.push(...bundle.diagnostics);
    return own;
  });
  const channels = mergeUses(uses, findings);
  if (channels.length === 0) {
    return undefined;
  }
  const schemas = components.schemas;
  const taken = new Set([...TAKEN, ...channels.map(({ typeName }) => `${typeName}Payload`)]);
  const types = Object.entries(schemas).map(([key, schema]) => {
    const name = typeNameOf(key);
    return { key, name: taken.has(name) ? `${name}Schema` : name, schema };
  });
  const titles = processes.map(({ plan }) => plan.name ?? plan.id);
  return { channels, types, document: asyncApiDocument(channels, { schemas, titles }) };
}

interface Reader {
  readonly planned: PlannedProcess;
  readonly bundle: SchemaBundle;
  readonly components: Components;
  readonly source: Source | undefined;
}

function usesOf(
  node: FlowNode,
  property: ExtensionProperty,
  reader: Reader,
  findings: Findings,
): readonly Use[] {
  const at = { place: property.place, elementId: node.id };
  const [address = '', reference, ...more] = property.value.trim().split(/\s+/);
  if (!ADDRESS.test(address) || more.length > 0) {
    findings.add(
      'API620',
      `"${property.value}" is no channel: that takes an address, or an address and a schema.`,
      at,
    );
    return [];
  }
  const known = knownPayload(node, reader);
  if (known === undefined) {
    findings.add(
      'API622',
      `"${node.name ?? node.id}" neither waits for a message with a fixed name nor makes a job with a fixed type.`,
      at,
    );
    return [];
  }
  const named =
    reference === undefined ? known.payload() : namedPayload(reference, property, reader);
  if (named === undefined) {
    findings.add('API621', `The schema "${reference ?? ''}" is none that is generated here.`, at);
    return [];
  }
  const element = describeElement(node);
  return [{ address, property, element, sends: known.sends, payload: named }];
}

/** What the plan knows of the message or the job of an element. */
function knownPayload(
  node: FlowNode,
  { planned: { plan }, components }: Reader,
): { readonly sends: boolean; readonly payload: () => Json } | undefined {
  const isIts = ({ elements }: { readonly elements: readonly JobElement[] }): boolean =>
    elements.some(({ id }) => id === node.id);
  const message = plan.messages.find(isIts);
  if (message !== undefined) {
    return { sends: false, payload: () => components.variablesOf(plan, message.payload) };
  }
  const job = plan.jobs.find(isIts);
  return job === undefined
    ? undefined
    : { sends: true, payload: () => components.variablesOf(plan, job.input) };
}

/** `<file>#<pointer>`, relative to the model. */
function namedPayload(
  reference: string,
  { place }: ExtensionProperty,
  { planned: { plan }, bundle, components, source }: Reader,
): Json | undefined {
  if (source === undefined) {
    return undefined;
  }
  const beside =
    plan.model
      .replace(/\.bpmn$/i, '.schema.json')
      .split('/')
      .at(-1) ?? '';
  const whole = reference.startsWith('#') ? `${beside}${reference}` : reference;
  const local = bundle.resolve({ source, root: null, placeOf: () => place }, whole);
  if (local === undefined) {
    return undefined;
  }
  const types = bundle.schemas.map(({ key, schema }) => ({ name: key, schema }));
  // Schemas of files are no types of the process, which may have others under their names.
  const id = `${plan.id} ${joinPath(plan.model, whole.split('#')[0] ?? '')}`;
  return components.schemaOf({ id, typeName: 'Channel', types }, { $ref: local });
}

function mergeUses(uses: readonly Use[], findings: Findings): readonly ChannelPlan[] {
  const byAddress = new Map<string, Use[]>();
  const names = new Map<string, Use>();
  for (const use of uses) {
    const known = byAddress.get(use.address);
    const typeName = typeNameOf(use.address);
    const other = names.get(typeName);
    if (other !== undefined && other.address !== use.address) {
      const { file, line, column } = other.property.place;
      findings.add(
        'API623',
        `The channels "${other.address}" (${file}:${line}:${column}) and "${use.address}" would both be called ${typeName}.`,
        { place: use.property.place, elementId: use.element.id },
      );
      continue;
    }
    names.set(typeName, other ?? use);
    byAddress.set(use.address, [...(known ?? []), use]);
  }
  return [...byAddress]
    .sort(([left], [right]) => compareText(left, right))
    .map(([address, all]) => ({
      address,
      typeName: typeNameOf(address),
      payload: anyOf(all.map(({ payload }) => payload)),
      sentBy: all.filter(({ sends }) => sends).map(({ element }) => element),
      receivedBy: all.filter(({ sends }) => !sends).map(({ element }) => element),
    }));
}
