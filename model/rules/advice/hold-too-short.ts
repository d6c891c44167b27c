import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { flowScopes } from '../../flow-scopes.js';
import type { ExtensionProperty, FlowElements, FlowNode, TimerDefinition } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import { durationSeconds, waitSeconds } from './durations.js';
import { definitionsOf, executableProcesses, label, scopeGraph } from './scope-graph.js';

/** What a job holds, such as seats, is let go after a while; a wait behind it must not be longer. */
export const holdTooShort: ModelAdvice = (model) =>
  executableProcesses(model)
    .flatMap(flowScopes)
    .flatMap(({ flowElements }) =>
      flowElements.nodes.flatMap((job) =>
        job.properties
          .filter(({ name }) => name === 'jobwright:hold')
          .flatMap((hold) => judge(job, hold, flowElements)),
      ),
    );

function judge(
  job: FlowNode,
  hold: ExtensionProperty,
  flowElements: FlowElements,
): readonly Diagnostic[] {
  const seconds = durationSeconds(hold.value);
  if (seconds === undefined || seconds <= 0) {
    return [
      diagnose('BPMN160', {
        place: hold.place,
        elementId: job.id,
        values: { job: label(job), value: hold.value },
      }),
    ];
  }
  return timersBehind(job, flowElements)
    .filter(({ timer }) => (waitSeconds(timer) ?? 0) > seconds)
    .map(({ node, timer }) =>
      diagnose('BPMN159', {
        place: node.place,
        elementId: node.id,
        values: {
          timer: label(node),
          wait: timer.expression?.text ?? '',
          job: label(job),
          hold: hold.value,
        },
      }),
    );
}

interface TimerAt {
  readonly node: FlowNode;
  readonly timer: TimerDefinition;
}

/**
 * Timers on the way from a job up to the first job behind a wait: what is held is likely used up there,
 * and waits behind it are of other things.
 */
function timersBehind(job: FlowNode, flowElements: FlowElements): readonly TimerAt[] {
  const graph = scopeGraph(flowElements);
  const found = new Map<FlowNode, TimerAt>();
  const seen = new Set<string>();
  const open = graph.next(job).map((node) => ({ node, hasWaited: false }));
  for (const { node, hasWaited } of open) {
    const state = `${String(hasWaited)} ${node.id}`;
    if (seen.has(state) || node === job || (hasWaited && isJob(node))) {
      continue;
    }
    seen.add(state);
    for (const event of [node, ...graph.attached(node)]) {
      for (const timer of definitionsOf(event)) {
        if (timer.kind === 'timer') {
          found.set(event, { node: event, timer });
        }
      }
    }
    const waits = hasWaited || isWait(node);
    // The loop goes on over what is added here.
    for (const target of graph.next(node)) {
      open.push({ node: target, hasWaited: waits });
    }
  }
  return [...found.values()];
}

function isJob(node: FlowNode): boolean {
  return 'taskDefinition' in node;
}

function isWait({ kind }: FlowNode): boolean {
  return ['receiveTask', 'userTask', 'intermediateCatchEvent', 'callActivity'].includes(kind);
}
