import { diagnose } from '../../codes.js';
import { flowScopes } from '../../flow-scopes.js';
import type { BoundaryEvent, FlowElements, FlowNode } from '../../types.js';
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
    .flatMap(({ flowElements }) => {
      const index = indexScope(flowElements);
      return flowElements.nodes
        .filter((node) => isJob(node) && !hasCompensation(node, index))
        .flatMap((job) => {
          const failing = failingStep(job, index);
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

/** Look-ups within one process or sub-process. */
interface ScopeIndex {
  readonly next: ReadonlyMap<string, readonly FlowNode[]>;
  readonly attached: ReadonlyMap<string, readonly BoundaryEvent[]>;
  /** Whether any step of the scope can be left by a failure; most scopes without need no search. */
  readonly canFail: boolean;
}

function indexScope({ nodes, flows }: FlowElements): ScopeIndex {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const next = new Map<string, FlowNode[]>();
  for (const { sourceRef, targetRef } of flows) {
    const target = byId.get(targetRef);
    if (target !== undefined) {
      next.set(sourceRef, [...(next.get(sourceRef) ?? []), target]);
    }
  }
  const attached = new Map<string, BoundaryEvent[]>();
  for (const node of nodes) {
    if (node.kind === 'boundaryEvent') {
      attached.set(node.attachedToRef, [...(attached.get(node.attachedToRef) ?? []), node]);
    }
  }
  return { next, attached, canFail: [...attached.values()].flat().some(isFailure) };
}

const label = (node: FlowNode): string => node.name ?? node.id;

function isJob(node: FlowNode): boolean {
  return (
    (node.kind === 'serviceTask' || node.kind === 'sendTask') &&
    node.taskDefinition !== undefined &&
    !node.isForCompensation
  );
}

const hasKind = (event: BoundaryEvent, kinds: readonly string[]): boolean =>
  event.eventDefinitions.some(({ kind }) => kinds.includes(kind));

const isFailure = (event: BoundaryEvent): boolean =>
  event.cancelActivity && hasKind(event, ['error', 'timer', 'escalation']);

function hasCompensation(node: FlowNode, { attached }: ScopeIndex): boolean {
  return (attached.get(node.id) ?? []).some((event) => hasKind(event, ['compensate']));
}

interface FailingStep {
  readonly step: FlowNode;
  readonly event: BoundaryEvent;
}

/** The first step behind the job, in flow order, that can be left by an interrupting failure. */
function failingStep(job: FlowNode, index: ScopeIndex): FailingStep | undefined {
  if (!index.canFail) {
    return undefined;
  }
  const next = (node: FlowNode): readonly FlowNode[] => index.next.get(node.id) ?? [];
  const answers = new Set(next(job).filter(isWait));
  const seen = new Set<FlowNode>([job]);
  const queue = [...next(job)];
  for (const step of queue) {
    if (!seen.has(step)) {
      seen.add(step);
      const event = answers.has(step) ? undefined : index.attached.get(step.id)?.find(isFailure);
      if (event !== undefined) {
        return { step, event };
      }
      // The loop goes on over what is added here.
      queue.push(...next(step));
    }
  }
  return undefined;
}

function isWait(node: FlowNode): boolean {
  return node.kind === 'receiveTask' || node.kind === 'intermediateCatchEvent';
}
