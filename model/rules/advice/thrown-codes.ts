import type { Expression, FlowElements, FlowNode } from '../../types.js';
import { definitionsOf } from './scope-graph.js';

/** Error codes that can leave an element: `any` when a job or a called process decides. */
type ThrownCodes = ReadonlySet<string> | 'any';

/** What the nodes of a scope throw, counted, so that one of them can be left out. */
interface Tally {
  /** Nodes that may throw any code. */
  readonly any: number;
  /** Nodes by the code they throw. */
  readonly byCode: ReadonlyMap<string, number>;
}

const tallies = new WeakMap<FlowElements, Tally>();

/** True when an activity can throw a code, by itself or by what is inside it; no code means any. */
export function canThrow(node: FlowNode, code: string | undefined): boolean {
  return throws(thrownCodes(node), code);
}

/** True when a node of a scope other than `except` can throw a code; no code means any. */
export function canBeThrownIn(
  elements: FlowElements,
  code: string | undefined,
  except: FlowNode,
): boolean {
  const { any, byCode } = tallyOf(elements);
  const own = thrownCodes(except);
  if (any > (own === 'any' ? 1 : 0)) {
    return true;
  }
  const isOther = (each: string): boolean =>
    (byCode.get(each) ?? 0) > (own !== 'any' && own.has(each) ? 1 : 0);
  return code === undefined ? [...byCode.keys()].some(isOther) : isOther(code);
}

function throws(thrown: ThrownCodes, code: string | undefined): boolean {
  return thrown === 'any' || (code === undefined ? thrown.size > 0 : thrown.has(code));
}

function thrownCodes(node: FlowNode): ThrownCodes {
  if (isDecidedOutside(node)) {
    return 'any';
  }
  if ('flowElements' in node) {
    const { any, byCode } = tallyOf(node.flowElements);
    return any > 0 ? 'any' : new Set(byCode.keys());
  }
  return node.kind === 'endEvent' ? errorCodesOf(node) : new Set();
}

function tallyOf(elements: FlowElements): Tally {
  const tally = tallies.get(elements) ?? count(elements);
  tallies.set(elements, tally);
  return tally;
}

function count({ nodes }: FlowElements): Tally {
  let any = 0;
  const byCode = new Map<string, number>();
  for (const node of nodes) {
    const thrown = thrownCodes(node);
    if (thrown === 'any') {
      any += 1;
    } else {
      for (const code of thrown) {
        byCode.set(code, (byCode.get(code) ?? 0) + 1);
      }
    }
  }
  return { any, byCode };
}

/** Jobs, user tasks that are jobs, listeners and called processes throw what they like. */
function isDecidedOutside(node: FlowNode): boolean {
  return (
    'taskDefinition' in node ||
    node.kind === 'callActivity' ||
    node.executionListeners.length > 0 ||
    (node.kind === 'userTask' && (!node.userTask.native || node.userTask.taskListeners.length > 0))
  );
}

function errorCodesOf(end: FlowNode): ThrownCodes {
  const codes = definitionsOf(end).flatMap((definition) =>
    definition.kind === 'error' ? (definition.error?.errorCode ?? []) : [],
  );
  return codes.some(isComputed) ? 'any' : new Set(codes.map(({ text }) => text));
}

function isComputed({ isFeel }: Expression): boolean {
  return isFeel;
}
