import type { FlowNode } from '../../model/index.js';
import { isList, isRecord, type Json, type JsonRecord } from '../json.js';
import { eventStep } from './event-step.js';
import { knownValue } from './known-value.js';
import { applyOutputs } from './apply-outputs.js';
import { OpenEnd } from './open-end.js';
import type { WalkState } from './walk-state.js';
import { valueOf, withWanted } from './walk-values.js';

/** Type of the job that an element creates; undefined where it creates none. */
export function jobTypeOf(walk: WalkState, node: FlowNode): string | undefined {
  if (node.kind === 'userTask') {
    if (node.userTask.native) {
      throw new OpenEnd(`"${node.id}" is a user task`);
    }
    return 'io.camunda.zeebe:userTask';
  }
  const definition = 'taskDefinition' in node ? node.taskDefinition : undefined;
  if (definition === undefined) {
    return undefined;
  }
  const type = valueOf(definition.type, walk.variables.all(), walk.elapsedMs);
  if (typeof type !== 'string') {
    throw new OpenEnd(`the job type of "${node.id}" is not known`);
  }
  return type;
}

/** Does what an element does when nothing goes wrong, and takes over what it writes. */
export function answerTask(walk: WalkState, node: FlowNode): void {
  if (node.kind === 'receiveTask') {
    eventStep(walk, node, {
      kind: 'message',
      place: node.place,
      ...(node.message === undefined ? {} : { message: node.message }),
    });
    return;
  }
  if (node.kind === 'callActivity') {
    throw new OpenEnd(`"${node.id}" calls another process`);
  }
  const collection = collectionOf(walk, node);
  if (collection === undefined) {
    const { given, occurrence } = answerOnce(walk, node, {});
    applyOutputs(walk, node, { given, occurrence });
  } else {
    answerEach(walk, node, collection);
  }
}

/**
 * The items that a multi-instance activity is done for; undefined for an activity that is done once.
 * @throws OpenEnd when they are not known, Retry after they were wanted with the start
 */
export function collectionOf(walk: WalkState, node: FlowNode): readonly Json[] | undefined {
  const collection = ('loop' in node ? node.loop : undefined)?.inputCollection;
  if (collection === undefined) {
    return undefined;
  }
  const items = knownValue(walk, collection, ['example']);
  if (!isList(items)) {
    throw new OpenEnd(`the collection of "${node.id}" is not known`);
  }
  return items;
}

function answerEach(walk: WalkState, node: FlowNode, collection: readonly Json[]): void {
  const loop = 'loop' in node ? node.loop : undefined;
  const results: Json[] = collection.map((item, index) => {
    const local = {
      loopCounter: index + 1,
      ...(loop?.inputElement === undefined ? {} : { [loop.inputElement]: item }),
    };
    const { given } = answerOnce(walk, node, local);
    const after = applied(walk, node, { ...local, ...given });
    return loop?.outputElement === undefined
      ? null
      : valueOf(loop.outputElement, walk.variables.all({ ...local, ...given, ...after }), 0);
  });
  if (loop?.outputCollection !== undefined) {
    walk.variables.assign(loop.outputCollection, results);
  }
}

/** One execution of an element: what it gives, and the occurrence that wanted values name. */
function answerOnce(
  walk: WalkState,
  node: FlowNode,
  local: JsonRecord,
): { readonly given: JsonRecord; readonly occurrence: string } {
  const occurrence = `${node.id}#${walk.visit(`answer ${node.id}`)}`;
  const inputs = { ...local, ...applied(walk, node, local, 'inputs') };
  const jobType = jobTypeOf(walk, node);
  if (jobType !== undefined) {
    const output = withWanted(walk.facts.jobExample(jobType) ?? {}, walk.wanted.get(occurrence));
    walk.answer(jobType, { kind: 'complete', output });
    if ((node.ioMapping?.outputs ?? []).length === 0) {
      walk.givers.push({ occurrence, jobType });
    }
    return { given: recordOf(output), occurrence };
  }
  if (node.kind === 'businessRuleTask' && node.calledDecision !== undefined) {
    const { decisionId, resultVariable } = node.calledDecision;
    const variables = walk.variables.all(inputs);
    const id = valueOf(decisionId, variables, walk.elapsedMs);
    const result = typeof id === 'string' ? walk.facts.decide(id, variables) : undefined;
    if (result === undefined) {
      throw new OpenEnd(`the decision of "${node.id}" has no result for example values`);
    }
    return { given: { [resultVariable]: result }, occurrence: '' };
  }
  if (node.kind === 'scriptTask' && node.script !== undefined) {
    const { expression, resultVariable } = node.script;
    const value = valueOf(expression, walk.variables.all(inputs), walk.elapsedMs);
    return { given: { [resultVariable]: value }, occurrence: '' };
  }
  return { given: inputs, occurrence: '' };
}

/** Values of an element's mappings, without setting anything. */
function applied(
  walk: WalkState,
  node: FlowNode,
  local: JsonRecord,
  side: 'inputs' | 'outputs' = 'outputs',
): JsonRecord {
  return Object.fromEntries(
    (node.ioMapping?.[side] ?? []).map(({ source, target }) => [
      target,
      valueOf(source, walk.variables.all(local), walk.elapsedMs),
    ]),
  );
}

function recordOf(value: Json): JsonRecord {
  return isRecord(value) ? value : {};
}
