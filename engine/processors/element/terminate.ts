import { elementOfInstance } from '../../behaviors/element.js';
import type { Element } from '../../behaviors/element.js';
import { requestChildTermination, requestTermination, transition } from '../../behaviors/flow.js';
import { cancelJobsOf } from '../../behaviors/jobs.js';
import { closeSubscriptions } from '../../behaviors/subscriptions.js';
import { cancelUserTasksOf } from '../../behaviors/user-tasks.js';
import type { Processing } from '../processing.js';
import { finishTermination } from './end.js';

/**
 * Terminates an element: its job is cancelled, what it waits for is closed, what runs in it is
 * terminated first.
 */
export function terminateElement(cx: Processing, element: Element): void {
  transition(cx, element, 'ELEMENT_TERMINATING');
  cancelJobsOf(cx, element.key);
  cancelUserTasksOf(cx, element.key);
  closeSubscriptions(cx, element.key);
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
