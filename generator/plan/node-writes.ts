import type { EventDefinition, FlowNode } from '../../model/index.js';
import type { Json } from '../json.js';
import type { Writes } from './data-flow.js';
import { propertiesOf } from './schema-algebra.js';
import type { Variables } from './variables.js';

/** What `node-writes` needs to know beside the node. */
export interface WriteContext {
  readonly variables: Variables;
  /** Payload schema of the message or start event at a node; undefined when the model states none. */
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
    : { ...certainly([collection]), locals };
}

/** The variables of a node's own scope: the targets of its input mappings and its loop variables. */
export function localsOf(node: FlowNode): readonly string[] {
  const inputs = (node.ioMapping?.inputs ?? []).map(({ target }) => rootOf(target));
  if (!('loop' in node)) {
    return inputs;
  }
  const element = node.loop.inputElement;
  return [...inputs, ...(element === undefined ? [] : [element]), 'loopCounter'];
}

/** Every name of a step's writes; the very list of `possible` where that is all, so that it can be shared. */
function namesOf({ certain, possible }: Writes): readonly string[] {
  return certain.length === 0 ? possible : [...certain, ...possible];
}

/** `order.total` -> `order`. */
export function rootOf(target: string): string {
  return target.split('.')[0] ?? target;
}

function resultOf(node: FlowNode, context: WriteContext): Writes {
  switch (node.kind) {
    case 'businessRuleTask':
      return node.calledDecision === undefined
        ? anything(context)
        : certainly([node.calledDecision.resultVariable]);
    case 'scriptTask':
      return node.script === undefined
        ? anything(context)
        : certainly([node.script.resultVariable]);
    case 'callActivity':
      return node.calledElement?.propagateAllChildVariables === false
        ? certainly([])
        : anything(context);
    case 'serviceTask':
    case 'sendTask':
    case 'userTask':
      return anything(context);
    case 'receiveTask':
      return payload(node, context);
    case 'startEvent':
    case 'intermediateCatchEvent':
    case 'boundaryEvent':
      return node.kind === 'startEvent' || carriesVariables(node.eventDefinitions)
        ? payload(node, context)
        : certainly([]);
    default:
      return certainly([]);
  }
}

function carriesVariables(definitions: readonly EventDefinition[]): boolean {
  return definitions.some(({ kind }) =>
    ['message', 'signal', 'error', 'escalation'].includes(kind),
  );
}

function payload(node: FlowNode, context: WriteContext): Writes {
  const schema = context.payloadOf(node);
  if (schema === undefined) {
    return anything(context);
  }
  const properties = propertiesOf(schema, context.variables.definitions);
  return {
    certain: properties.filter(({ required }) => required).map(({ name }) => name),
    possible: properties.map(({ name }) => name),
  };
}

function anything({ variables }: WriteContext): Writes {
  return { certain: [], possible: [...variables.schemas.keys()] };
}

function certainly(names: readonly string[]): Writes {
  return { certain: names, possible: [] };
}
