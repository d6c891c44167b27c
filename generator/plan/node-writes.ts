import type { EventDefinition, FlowNode } from '../../model/index.js';
import type { Json } from '../json.js';
import type { Writes } from './data-flow.js';
import { localsOf, rootOf } from './node-locals.js';
import { propertiesOf } from './schema-algebra.js';
import type { Variables } from './variables.js';

/** What `node-writes` needs to know beside the node. */
export interface WriteContext {
  readonly variables: Variables;
  /** Object schema of what a node's work gives; undefined when no source states it. */
  readonly payloadOf: (node: FlowNode) => Json | undefined;
}

/**
 * The process variables a node writes when it completes. With output mappings it is their targets
 * and nothing else; without, whatever its result carries: a declared payload, a decision's or
 * script's result variable, or, for jobs, user tasks and calls, any variable of the schema.
 */
export function writesOf(node: FlowNode, context: WriteContext): Writes {
  const outputs = node.ioMapping?.outputs ?? [];
  const locals = localsOf(node);
  if ('loop' in node) {
    const collection = node.loop.outputCollection;
    // Each round keeps its mapped results; what is not mapped climbs, if there is a round at all.
    const climbing = outputs.length > 0 ? [] : namesOf(resultOf(node, context));
    return { certain: collection === undefined ? [] : [collection], possible: climbing, locals };
  }
  if (outputs.length > 0) {
    return { ...certainly(outputs.map((mapping) => rootOf(mapping.target))), locals };
  }
  const collection = node.kind === 'adHocSubProcess' ? node.adHoc?.outputCollection : undefined;
  return collection === undefined
    ? { ...resultOf(node, context), locals }
    : { certain: [collection], possible: namesOf(resultOf(node, context)), locals };
}

/** Every name of a step's writes; the very list of `possible` where that is all, so that it can be shared. */
function namesOf({ certain, possible }: Writes): readonly string[] {
  return certain.length === 0 ? possible : [...certain, ...possible];
}

function resultOf(node: FlowNode, context: WriteContext): Writes {
  const known = implementationResult(node);
  if (known !== undefined) {
    return certainly(known);
  }
  const stated = context.payloadOf(node);
  if (stated !== undefined) {
    return payload(stated, context);
  }
  return givesAnything(node) ? anything(context) : certainly([]);
}

/** The result variable of a script or decision. */
function implementationResult(node: FlowNode): readonly string[] | undefined {
  const result =
    node.kind === 'scriptTask'
      ? node.script?.resultVariable
      : node.kind === 'businessRuleTask'
        ? node.calledDecision?.resultVariable
        : undefined;
  return result === undefined ? undefined : [result];
}

/** True when a node's work can give variables that neither the model nor another source names. */
function givesAnything(node: FlowNode): boolean {
  switch (node.kind) {
    case 'businessRuleTask':
    case 'scriptTask':
    case 'serviceTask':
    case 'sendTask':
    case 'userTask':
    case 'receiveTask':
      return true;
    case 'callActivity':
      return node.calledElement?.propagateAllChildVariables !== false;
    case 'adHocSubProcess':
    case 'intermediateThrowEvent':
    case 'endEvent':
      return node.taskDefinition !== undefined;
    case 'startEvent':
    case 'intermediateCatchEvent':
    case 'boundaryEvent':
      return carriesVariables(node.eventDefinitions);
    default:
      return false;
  }
}

/** True when a node writes variables of which neither the model nor another source says anything. */
export function isAnonymous(node: FlowNode, isKnown: (node: FlowNode) => boolean): boolean {
  const listens = node.executionListeners.length > 0;
  const mapped = (node.ioMapping?.outputs.length ?? 0) > 0;
  const hidden =
    !mapped && implementationResult(node) === undefined && !isKnown(node) && givesAnything(node);
  return listens || hidden;
}

function carriesVariables(definitions: readonly EventDefinition[]): boolean {
  return definitions.some(({ kind }) =>
    ['message', 'signal', 'error', 'escalation'].includes(kind),
  );
}

function payload(schema: Json, context: WriteContext): Writes {
  const properties = propertiesOf(schema, context.variables.definitions);
  return {
    certain: properties.filter(({ required }) => required).map(({ name }) => name),
    possible: properties.map(({ name }) => name),
  };
}

/** One list for each set of variables, so that what any step may write is one set. */
const everything = new WeakMap<Variables, readonly string[]>();

function anything({ variables }: WriteContext): Writes {
  const names = everything.get(variables) ?? [...variables.schemas.keys()];
  everything.set(variables, names);
  return { certain: [], possible: names };
}

function certainly(names: readonly string[]): Writes {
  return { certain: names, possible: [] };
}
