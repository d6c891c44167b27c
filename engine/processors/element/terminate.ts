import { elementOfInstance } from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import { requestChildTermination, requestTermination, transition } from '../../behaviors/flow.js';
import { resolveIncidentsOf } from '../../behaviors/incidents.js';
import { cancelJobsOf } from '../../behaviors/jobs.js';
import { closeSubscriptions } from '../../behaviors/subscriptions.js';
import { cancelUserTasksOf } from '../../behaviors/user-tasks.js';
import type { ElementInstance } from '../../state/rows.js';
import type { Processing } from '../processing.js';
import { finishTermination } from './end.js';

/** What an element has of its own ends: its jobs and user tasks, and what it waits for. */
function beginTermination(cx: Processing, element: Element): void {
  transition(cx, element, 'ELEMENT_TERMINATING');
  cancelJobsOf(cx, element.key);
  cancelUserTasksOf(cx, element.key);
  closeSubscriptions(cx, element.key);
}

/**
 * Terminates an element with all that runs in it, called processes included, at once and not by
 * commands, as a modification does: from the outside in, the youngest first; then the other way.
 */
export function terminateTree(cx: Processing, element: Element): void {
  const begun: Element[] = [];
  const left = [element];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    beginTermination(cx, next);
    resolveIncidentsOf(cx, next.key);
    begun.push(next);
    const called = cx.state.elements.get(cx.state.elements.get(next.key)?.calledInstanceKey ?? -1);
    const children = [...cx.state.childrenOf.get(next.key)]
      .map((key) => cx.state.elements.get(key))
      .filter((child): child is ElementInstance => child !== undefined);
    left.push(...children.map((child) => elementOfInstance(cx, child)));
    if (called !== undefined) {
      left.push(elementOfInstance(cx, called));
    }
  }
  for (const each of begun.reverse()) {
    transition(cx, each, 'ELEMENT_TERMINATED');
  }
}

/**
 * Terminates an element: its job is cancelled, what it waits for is closed, what runs in it is
 * terminated first.
 */
export function terminateElement(cx: Processing, element: Element): void {
  beginTermination(cx, element);
  const instance = cx.state.elements.get(element.key);
  const called = cx.state.elements.get(instance?.calledInstanceKey ?? -1);
  if (called !== undefined) {
    requestTermination(cx, elementOfInstance(cx, called));
  } else if (cx.state.childrenOf.count(element.key) > 0) {
    requestChildTermination(cx, element.key, element.value.processInstanceKey);
  } else {
    finishTermination(cx, element);
  }
}
