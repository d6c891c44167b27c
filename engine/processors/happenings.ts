import { valueOf } from '../appliers/applier.js';
import { elementOfInstance } from '../behaviors/element.js';
import { evaluateDeployed, findDecision } from '../behaviors/decisions.js';
import { createIncident } from '../behaviors/incidents.js';
import { offerJob } from '../behaviors/jobs.js';
import { openTimer } from '../behaviors/subscriptions.js';
import { startByEvent } from '../behaviors/start-process.js';
import { planTimer } from '../behaviors/timers.js';
import { canTrigger, triggerEvent } from '../behaviors/trigger.js';
import { mergeDocument, mergeLocal } from '../behaviors/variables.js';
import type { ExecutableNode } from '../model/executable.js';
import type { EngineRecord } from '../records/record.js';
import type {
  DecisionValue,
  IncidentValue,
  SignalSubscriptionValue,
  SignalValue,
  VariableDocumentValue,
  Variables,
} from '../records/values.js';
import type { Timer } from '../state/rows.js';
import { resumeElement } from './process-instance.js';
import type { Processing } from './processing.js';
import type { Processors } from './processor.js';
import { ElementFailure, Refusal } from './refusal.js';

/** A cycle that says 0 fires once, as one that says 1. */
function isLast(repetitions: number): boolean {
  return repetitions === 0 || repetitions === 1;
}

function repeatTimer(cx: Processing, timer: Timer, node: ExecutableNode): void {
  const { repetitions, dueDate, elementInstanceKey } = timer.value;
  if (node.event.kind !== 'timer' || node.event.type !== 'cycle' || isLast(repetitions)) {
    return;
  }
  const instance = cx.state.elements.get(elementInstanceKey);
  const element = instance === undefined ? undefined : elementOfInstance(cx, instance);
  const previous = { dueDate, repetitions };
  try {
    const plan = planTimer(cx, node.event, { scopeKey: elementInstanceKey, previous });
    if (element !== undefined) {
      openTimer(cx, element, node, plan);
    } else if (elementInstanceKey < 0) {
      cx.event('TIMER', 'CREATED', cx.nextKey(), { ...timer.value, ...plan });
    }
  } catch (error) {
    if (!(error instanceof ElementFailure) || element === undefined) {
      throw error;
    }
    createIncident(cx, element, error);
  }
}

function triggerTimer(cx: Processing, command: EngineRecord): void {
  const timer = cx.state.timers.get(command.key);
  if (timer === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to trigger timer with key '${command.key}', but no such timer was found`,
    );
  }
  const { processDefinitionKey, targetElementId, elementInstanceKey } = timer.value;
  const node = cx.catalog.node(processDefinitionKey, targetElementId);
  const instance = cx.state.elements.get(elementInstanceKey);
  if (elementInstanceKey > 0 && (instance === undefined || !canTrigger(cx, instance, node))) {
    cx.event('TIMER', 'CANCELED', timer.key, timer.value);
    return;
  }
  cx.event('TIMER', 'TRIGGERED', timer.key, timer.value);
  if (instance !== undefined) {
    triggerEvent(cx, elementOfInstance(cx, instance), node, {});
  } else {
    const definition = cx.state.processes.get(processDefinitionKey);
    if (definition !== undefined) {
      const key = cx.nextKey();
      startByEvent(cx, definition, { elementId: targetElementId, variables: {}, key });
    }
  }
  repeatTimer(cx, timer, node);
}

/** TIMER commands. */
export const timerProcessors: Processors = { TRIGGER: triggerTimer };

function hitBySignal(
  cx: Processing,
  subscription: SignalSubscriptionValue,
  variables: Variables,
): void {
  const { catchEventId, catchEventInstanceKey, processDefinitionKey } = subscription;
  if (catchEventInstanceKey < 0) {
    const definition = cx.state.processes.get(processDefinitionKey);
    if (definition !== undefined) {
      startByEvent(cx, definition, { elementId: catchEventId, variables, key: cx.nextKey() });
    }
    return;
  }
  const instance = cx.state.elements.get(catchEventInstanceKey);
  const node = cx.catalog.node(processDefinitionKey, catchEventId);
  if (instance !== undefined && canTrigger(cx, instance, node)) {
    triggerEvent(cx, elementOfInstance(cx, instance), node, variables);
  }
}

/** SIGNAL commands. */
export const signalProcessors: Processors = {
  BROADCAST: (cx, command) => {
    const value = valueOf<SignalValue>(command);
    cx.respond(cx.event('SIGNAL', 'BROADCASTED', cx.nextKey(), value));
    for (const key of [...cx.state.signalsByName.get(value.signalName)]) {
      const row = cx.state.signalSubscriptions.get(key);
      if (row !== undefined) {
        hitBySignal(cx, row.value, value.variables);
      }
    }
  },
};

function resolveIncident(cx: Processing, command: EngineRecord): void {
  const incident = cx.state.incidents.get(command.key);
  if (incident === undefined) {
    throw new Refusal(
      'NOT_FOUND',
      `Expected to resolve incident with key '${command.key}', but no such incident was found`,
    );
  }
  const { jobKey, elementInstanceKey }: IncidentValue = incident.value;
  const job = cx.state.jobs.get(jobKey);
  if (job !== undefined && job.value.retries <= 0) {
    throw new Refusal(
      'INVALID_STATE',
      `Expected to resolve incident with key '${command.key}', but job with key '${jobKey}' has no retries left. ` +
        'Please update the job retries and retry resolving the incident',
      // The record says INVALID_STATE, the client of 8.6 gets NOT_FOUND.
      'NOT_FOUND',
    );
  }
  cx.respond(cx.event('INCIDENT', 'RESOLVED', incident.key, incident.value));
  if (job !== undefined) {
    offerJob(cx, job.key);
    return;
  }
  const instance = cx.state.elements.get(elementInstanceKey);
  if (instance !== undefined) {
    resumeElement(cx, elementOfInstance(cx, instance), 0);
  }
}

/** INCIDENT commands. */
export const incidentProcessors: Processors = { RESOLVE: resolveIncident };

/** VARIABLE_DOCUMENT commands. */
export const variableDocumentProcessors: Processors = {
  UPDATE: (cx, command) => {
    const value = valueOf<VariableDocumentValue>(command);
    const scope = cx.state.elements.get(value.scopeKey);
    if (scope === undefined) {
      throw new Refusal(
        'NOT_FOUND',
        `Expected to update variables for element with key '${value.scopeKey}', but no such element was found`,
      );
    }
    const merge = value.updateSemantics === 'LOCAL' ? mergeLocal : mergeDocument;
    merge(cx, scope.key, scope.value, value.variables);
    cx.respond(cx.event('VARIABLE_DOCUMENT', 'UPDATED', cx.nextKey(), value));
  },
};

interface EvaluationRequest {
  readonly decisionId: string;
  readonly decisionKey: number;
  readonly variables: Variables;
}

function requestedDecision(cx: Processing, value: EvaluationRequest): DecisionValue {
  const { decisionId, decisionKey } = value;
  if (decisionId !== '') {
    const found = findDecision(cx, decisionId);
    if (found === undefined) {
      throw new Refusal(
        'INVALID_ARGUMENT',
        `Expected to evaluate decision '${decisionId}', but no decision found for id '${decisionId}'`,
      );
    }
    return found;
  }
  const found = cx.state.decisions.get(decisionKey);
  if (found === undefined) {
    throw new Refusal(
      'INVALID_ARGUMENT',
      decisionKey >= 0
        ? `Expected to evaluate decision '${decisionKey}', but no decision found for key '${decisionKey}'`
        : 'Expected either a decision id or a valid decision key, but none provided',
    );
  }
  return found;
}

/** DECISION_EVALUATION commands. */
export const decisionEvaluationProcessors: Processors = {
  EVALUATE: (cx, command) => {
    const value = valueOf<EvaluationRequest>(command);
    const decision = requestedDecision(cx, value);
    const { result, record } = evaluateDeployed(cx, decision, value.variables, {
      bpmnProcessId: '',
      processInstanceKey: -1,
      processDefinitionKey: -1,
      elementInstanceKey: -1,
      elementId: '',
    });
    const intent = result.kind === 'success' ? 'EVALUATED' : 'FAILED';
    const full = { ...record, variables: value.variables };
    cx.respond(cx.event('DECISION_EVALUATION', intent, cx.nextKey(), full));
  },
};
