import { diagnose } from '../../codes.js';
import { flowScopes, type FlowScope } from '../../flow-scopes.js';
import type { BoundaryEvent, FlowNode } from '../../types.js';
import type { AdviceRule } from './advice-rule.js';

/**
 * A job changes the outside world. If a later step leaves the drawn way by an error or a timer, what
 * the job did stays done unless compensation undoes it. The wait for the job's own answer, directly
 * behind it, is not such a step: it is the second half of the same work.
 */
export const missingCompensation: AdviceRule = (model) =>
  model.processes
    .filter(({ isExecutable }) => isExecutable)
    .flatMap(flowScopes)
    .flatMap((scope) =>
      scope.flowElements.nodes
        .filter((node) => isJob(node) && !hasCompensation(node, scope))
        .flatMap((job) => {
          const failing = failingStep(job, scope);
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
        }),
    );

const label = (node: FlowNode): string => node.name ?? node.id;

function isJob(node: FlowNode): boolean {
  return (
    (node.kind === 'serviceTask' || node.kind === 'sendTask') &&
    node.taskDefinition !== undefined &&
    !node.isForCompensation
  );
}

function boundaryEvents(node: FlowNode, scope: FlowScope): readonly BoundaryEvent[] {
  return scope.flowElements.nodes.filter(
    (each): each is BoundaryEvent =>
      each.kind === 'boundaryEvent' && each.attachedToRef === node.id,
  );
}

const hasKind = (event: BoundaryEvent, kinds: readonly string[]): boolean =>
  event.eventDefinitions.some(({ kind }) => kinds.includes(kind));

function hasCompensation(node: FlowNode, scope: FlowScope): boolean {
  return boundaryEvents(node, scope).some((event) => hasKind(event, ['compensate']));
}

interface FailingStep {
  readonly step: FlowNode;
  readonly event: BoundaryEvent;
}

/** The first step behind the job, in flow order, that can be left by an interrupting failure. */
function failingStep(job: FlowNode, scope: FlowScope): FailingStep | undefined {
  const byId = new Map(scope.flowElements.nodes.map((node) => [node.id, node]));
  const next = (node: FlowNode): readonly FlowNode[] =>
    scope.flowElements.flows
      .filter((flow) => flow.sourceRef === node.id)
      .flatMap((flow) => byId.get(flow.targetRef) ?? []);
  const answers = new Set(next(job).filter(isWait));
  const seen = new Set<FlowNode>([job]);
  const queue = [...next(job)];
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    if (!seen.has(step)) {
      seen.add(step);
      const event = answers.has(step)
        ? undefined
        : boundaryEvents(step, scope).find(
            (each) => each.cancelActivity && hasKind(each, ['error', 'timer', 'escalation']),
          );
      if (event !== undefined) {
        return { step, event };
      }
      queue.push(...next(step));
    }
  }
  return undefined;
}

function isWait(node: FlowNode): boolean {
  return node.kind === 'receiveTask' || node.kind === 'intermediateCatchEvent';
}
