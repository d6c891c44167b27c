import type { Scenario } from '../scenario/index.js';
import { instances } from './1.1-life-cycles/instances.js';
import { scopes } from './1.1-life-cycles/scopes.js';
import { order } from './1.2-order/order.js';
import { variableEvents } from './1.3-variables/events.js';
import { variableScopes } from './1.3-variables/scopes.js';
import { mappings } from './1.4-io-mappings/mappings.js';
import { expressions } from './1.5-feel/expressions.js';
import { jobLifecycle } from './1.6-jobs/lifecycle.js';
import { correlation } from './1.7-messages/correlation.js';
import { messageStarts } from './1.7-messages/start-events.js';
import { timers } from './1.8-timers/timers.js';
import { errors } from './1.9-errors/errors.js';
import { escalations } from './1.9-errors/escalations.js';
import { signals } from './1.10-signals/signals.js';
import { compensations } from './1.11-compensation/compensation.js';
import { eventSubprocesses } from './1.12-event-elements/event-subprocesses.js';
import { eventElements } from './1.12-event-elements/events.js';
import { interruptedScopes } from './1.12-event-elements/interrupted-scopes.js';
import { gateways } from './1.13-gateways/gateways.js';
import { nestedEvents } from './1.12-event-elements/nested-events.js';
import { callActivities } from './1.14-activities/call-activities.js';
import { multiInstances } from './1.14-activities/multi-instance.js';
import { tasks } from './1.14-activities/tasks.js';
import { bindings } from './1.15-deployment/bindings.js';
import { deployments } from './1.15-deployment/deployments.js';
import { incidents } from './1.16-incidents/incidents.js';
import { migrations } from './1.17-modification/migrations.js';
import { modifications } from './1.17-modification/modifications.js';
import { modifiedScopes } from './1.17-modification/modified-scopes.js';
import { statuses } from './1.18-gateway/statuses.js';
import { adHocSubProcesses } from './1.19-versions/ad-hoc.js';
import { newerJobs } from './1.19-versions/jobs.js';

/** Every scenario, by heading. */
export const allScenarios: readonly Scenario[] = [
  ...instances,
  ...scopes,
  ...order,
  ...variableScopes,
  ...variableEvents,
  ...mappings,
  ...expressions,
  ...jobLifecycle,
  ...correlation,
  ...messageStarts,
  ...timers,
  ...errors,
  ...escalations,
  ...signals,
  ...compensations,
  ...eventSubprocesses,
  ...eventElements,
  ...nestedEvents,
  ...interruptedScopes,
  ...gateways,
  ...multiInstances,
  ...callActivities,
  ...tasks,
  ...deployments,
  ...bindings,
  ...incidents,
  ...modifications,
  ...modifiedScopes,
  ...migrations,
  ...statuses,
  ...adHocSubProcesses,
  ...newerJobs,
];
