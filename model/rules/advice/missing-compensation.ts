import { diagnose } from '../../codes.js';
import { flowScopes, type FlowScope } from '../../flow-scopes.js';
import type { BoundaryEvent, FlowNode } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import {
  executableProcesses,
  hasDefinition,
  label,
  scopeGraph,
  type ScopeGraph,
} from './scope-graph.js';

/**
 * A job changes the outside world. If a later step leaves the drawn way by an error or a timer, what
 * the job did stays done unless compensation undoes it: its own, or that of a sub-process around it.
 * The wait for the job's own answer, directly behind it, is not such a step: it is the second half of
 * the same work. A job with the property `jobwright:effect` = `none` changes nothing.
 */
export const missingCompensation: ModelAdvice = (model) =>
  executableProcesses(model)
    .flatMap(flowScopes)
    .filter((scope) => canFail(scope) && !isUndoneAsWhole(scope))
    .flatMap(({ flowElements }) => {
      const graph = scopeGraph(flowElements);
      return flowElements.nodes
        .filter((node) => hasEffect(node) && !isUndone(node, graph))
        .flatMap((job) => {
          const failing = failingStep(job, graph);
          return failing === undefined
            ? []
            : [
                diagnose('BPMN153', {
                  place: job.place,
                  elementId: job.id,
                  values: {
                    job: label(job),
                    step: label(failing.step),
                    event: label(failing.event),
                    line: String(failing.event.place.line),
                  },
                }),
              ];
        });
    });

/** Whether any step of the scope can be left by a failure; most scopes without need no search. */
function canFail({ flowElements }: FlowScope): boolean {
  return scopeGraph(flowElements).boundaryEvents.some(isFailure);
}

/** True in a sub-process that a compensation handler undoes as a whole. */
function isUndoneAsWhole({ node, parent }: FlowScope): boolean {
  return (
    node !== undefined &&
    parent !== undefined &&
    (isUndone(node, scopeGraph(parent.flowElements)) || isUndoneAsWhole(parent))
  );
}

function hasEffect(node: FlowNode): boolean {
  return (
    (node.kind === 'serviceTask' || node.kind === 'sendTask') &&
    node.taskDefinition !== undefined &&
    !node.isForCompensation &&
    !node.properties.some(({ name, value }) => name === 'jobwright:effect' && value === 'none')
  );
}

function isFailure(event: BoundaryEvent): boolean {
  return (
    event.cancelActivity &&
    (['error', 'timer', 'escalation'] as const).some((kind) => hasDefinition(event, kind))
  );
}

function isUndone(node: FlowNode, graph: ScopeGraph): boolean {
  return graph.attached(node).some((event) => hasDefinition(event, 'compensate'));
}

interface FailingStep {
  readonly step: FlowNode;
  readonly event: BoundaryEvent;
}

/** The first step behind the job, in flow order, that can be left by an interrupting failure. */
function failingStep(job: FlowNode, { next, attached }: ScopeGraph): FailingStep | undefined {
  const answers = new Set(next(job).filter(isWait));
  const seen = new Set<FlowNode>([job]);
  const queue = [...next(job)];
  for (const step of queue) {
    if (!seen.has(step)) {
      seen.add(step);
      const event = answers.has(step) ? undefined : attached(step).find(isFailure);
      if (event !== undefined) {
        return { step, event };
      }
      // The loop goes on over what is added here.
      for (const target of next(step)) {
        queue.push(target);
      }
    }
  }
  return undefined;
}

function isWait(node: FlowNode): boolean {
  return node.kind === 'receiveTask' || node.kind === 'intermediateCatchEvent';
}
