import { adHocContents, adHocOutput, eventSubProcessOfAdHoc } from './ad-hoc.js';
import { compensationHandler, compensationTarget, compensationWait } from './compensation.js';
import { conditionalFilter, conditionText } from './conditional-events.js';
import type { DeploymentRule } from './deployment-rule.js';
import {
  boundaryEvent,
  catchEventKind,
  conditionalEventKind,
  duplicateCatchEvents,
  endEventKind,
  eventDefinitionKind,
  receiveTaskBoundary,
  subProcessStart,
  timerKind,
} from './events.js';
import { expressions, userTaskValues } from './expressions.js';
import {
  callActivityImplementation,
  messageThrowImplementation,
  multiInstanceImplementation,
  sendTaskImplementation,
  serviceTaskImplementation,
  singleMapping,
  taskImplementationChoice,
} from './implementation.js';
import { executionListeners, listenerEventType } from './listeners.js';
import {
  errorReference,
  escalationCode,
  escalationReference,
  linkName,
  linkPairs,
  messageDefinition,
  messageReference,
  signalName,
  signalReference,
} from './messages-and-codes.js';
import { executableProcess, processStart, startEventTrigger } from './process-start.js';
import {
  conditionalFlow,
  defaultFlow,
  eventBasedGateway,
  flowCondition,
} from './sequence-flows.js';
import { startName, timerValue } from './start-values.js';
import { straightThroughLoop } from './straight-through-loop.js';
import { supportedAdHoc, supportedElements } from './supported-elements.js';
import { taskListener } from './task-listeners.js';
import {
  bindingType,
  embeddedForm,
  formReference,
  headerKeys,
  linkedResourceBinding,
  listenerAttributes,
  listenerHost,
  loopOutput,
  newListenerEvents,
  requiredAttributes,
  userTaskPriority,
} from './zeebe-attributes.js';

/** Every reason for a rejected deployment that is checked, in the order of messages per element. */
export const deploymentRules: readonly DeploymentRule[] = [
  executableProcess,
  processStart,
  startEventTrigger,
  supportedElements,
  supportedAdHoc,
  serviceTaskImplementation,
  callActivityImplementation,
  multiInstanceImplementation,
  taskImplementationChoice,
  sendTaskImplementation,
  messageThrowImplementation,
  singleMapping,
  messageReference,
  signalReference,
  errorReference,
  escalationReference,
  escalationCode,
  messageDefinition,
  signalName,
  linkName,
  eventDefinitionKind,
  conditionalEventKind,
  catchEventKind,
  timerKind,
  endEventKind,
  boundaryEvent,
  subProcessStart,
  duplicateCatchEvents,
  linkPairs,
  receiveTaskBoundary,
  flowCondition,
  defaultFlow,
  conditionalFlow,
  eventBasedGateway,
  compensationHandler,
  compensationTarget,
  compensationWait,
  executionListeners,
  listenerEventType,
  newListenerEvents,
  listenerAttributes,
  listenerHost,
  taskListener,
  adHocContents,
  eventSubProcessOfAdHoc,
  adHocOutput,
  conditionText,
  conditionalFilter,
  ...requiredAttributes,
  loopOutput,
  bindingType,
  linkedResourceBinding,
  formReference,
  embeddedForm,
  userTaskPriority,
  headerKeys,
  ...expressions,
  ...userTaskValues,
  timerValue,
  startName,
  straightThroughLoop,
];
