import { eventSubProcessStarts } from '../behaviors/trigger.js';
import type { Element } from '../behaviors/element.js';
import { transition } from '../behaviors/flow.js';
import { openSubscriptions, planSubscriptions } from '../behaviors/subscriptions.js';
import type { ExecutableNode, ExecutableProcess } from '../model/executable.js';
import { Activation } from './activation.js';
import type { Processing } from './processing.js';
import { Refusal } from './refusal.js';

/** As Camunda lists them; its order changes from run to run. */
const supported =
  'MULTI_INSTANCE_BODY, RECEIVE_TASK, CALL_ACTIVITY, EVENT_SUB_PROCESS, USER_TASK, SCRIPT_TASK, END_EVENT, ' +
  'TASK, PARALLEL_GATEWAY, SUB_PROCESS, SERVICE_TASK, BUSINESS_RULE_TASK, INCLUSIVE_GATEWAY, ' +
  'INTERMEDIATE_CATCH_EVENT, SEND_TASK, MANUAL_TASK, INTERMEDIATE_THROW_EVENT, PROCESS, EXCLUSIVE_GATEWAY, ' +
  'EVENT_BASED_GATEWAY';

type Instructions = readonly { readonly elementId: string }[];

function refuse(problem: string): Refusal {
  return new Refusal(
    'INVALID_ARGUMENT',
    `Expected to create instance of process with start instructions but ${problem}`,
  );
}

function isInLoop(process: ExecutableProcess, node: ExecutableNode): boolean {
  const around = process.nodes.get(node.container.id);
  return around !== undefined && (around.loop !== undefined || isInLoop(process, around));
}

function unsupported(elementId: string, elementType: string): Refusal {
  return refuse(
    `the element with id '${elementId}' targets unsupported element type '${elementType}'. ` +
      `Supported element types are: [${supported}]`,
  );
}

function isFlow(process: ExecutableProcess, elementId: string): boolean {
  return [...process.nodes.values()].some((node) =>
    node.outgoing.some((flow) => flow.id === elementId),
  );
}

function targetOf(process: ExecutableProcess, elementId: string): ExecutableNode {
  const node = process.nodes.get(elementId);
  if (node === undefined) {
    throw isFlow(process, elementId)
      ? unsupported(elementId, 'SEQUENCE_FLOW')
      : refuse(`no element found with id '${elementId}'.`);
  }
  if (isInLoop(process, node)) {
    throw refuse(
      `the element with id '${elementId}' is inside a multi-instance subprocess. ` +
        'The creation of elements inside a multi-instance subprocess is not supported.',
    );
  }
  if (node.elementType === 'START_EVENT' || node.elementType === 'BOUNDARY_EVENT') {
    throw unsupported(elementId, node.elementType);
  }
  if (node.incoming.some((flow) => flow.source.elementType === 'EVENT_BASED_GATEWAY')) {
    throw refuse(
      `the element with id '${elementId}' belongs to an event-based gateway. ` +
        'The creation of elements belonging to an event-based gateway is not supported.',
    );
  }
  return node;
}

/**
 * The elements that start instructions name; none when the process itself is named, which then begins
 * at its start event. Throws `Refusal` for one that cannot be begun.
 */
export function startTargets(
  process: ExecutableProcess,
  instructions: Instructions,
): readonly ExecutableNode[] {
  return instructions
    .filter(({ elementId }) => elementId !== process.id)
    .map(({ elementId }) => targetOf(process, elementId));
}

/** Begins a new process instance at these elements instead of its start event. */
export function startAt(
  cx: Processing,
  process: Element,
  targets: readonly ExecutableNode[],
): void {
  transition(cx, process, 'ELEMENT_ACTIVATING');
  openSubscriptions(cx, process, planSubscriptions(cx, process, eventSubProcessStarts(process)));
  transition(cx, process, 'ELEMENT_ACTIVATED');
  for (const node of targets) {
    new Activation(cx, process, { elementId: node.id }).run(node);
  }
}
