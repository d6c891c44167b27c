import { element } from '../shared/element.js';
import { formatDateTime } from '../shared/format.js';

/** A table row of a process instance. */
export function instanceRow(instance, isChosen) {
  const key = String(instance.processInstanceKey);
  return element(
    'tr',
    {
      class: 'choosable',
      'data-testid': `instance-${key}`,
      'data-instance': key,
      'aria-selected': isChosen ? 'true' : undefined,
    },
    keyCell(key),
    element(
      'td',
      {},
      `${instance.processDefinitionId}, version ${String(instance.processDefinitionVersion)}`,
    ),
    element(
      'td',
      {},
      instance.hasIncident === true ? `${instance.state}, incident` : String(instance.state),
    ),
    element('td', {}, formatDateTime(instance.startDate)),
    element('td', {}, instance.endDate ? formatDateTime(instance.endDate) : ''),
  );
}

/** A table row of an incident. */
export function incidentRow(incident) {
  return element(
    'tr',
    { 'data-testid': `incident-${String(incident.incidentKey)}` },
    element('td', {}, String(incident.incidentKey)),
    keyCell(String(incident.processInstanceKey)),
    element('td', {}, String(incident.elementId ?? '')),
    element('td', {}, String(incident.errorType ?? '')),
    element('td', {}, String(incident.errorMessage ?? '')),
    element('td', {}, String(incident.state ?? '')),
    element('td', {}, formatDateTime(incident.creationTime)),
  );
}

/** A table row of a variable of the process instance with this key. */
export function variableRow(variable, processInstanceKey) {
  const isLocal = String(variable.scopeKey) !== processInstanceKey;
  return element(
    'tr',
    { 'data-testid': `${isLocal ? 'local' : 'variable'}-${String(variable.name)}` },
    element('th', { scope: 'row' }, String(variable.name)),
    element(
      'td',
      {},
      element('code', {}, readable(variable.value)),
      variable.isTruncated === true ? ' (cut short)' : undefined,
    ),
    element('td', {}, isLocal ? `element instance ${String(variable.scopeKey)}` : 'process'),
  );
}

function keyCell(key) {
  return element(
    'td',
    {},
    element(
      'button',
      { type: 'button', 'data-instance': key, 'aria-label': `Show process instance ${key}` },
      key,
    ),
  );
}

/** The value is JSON text; anything else is shown as it came. */
function readable(value) {
  if (typeof value !== 'string') {
    return JSON.stringify(value) ?? '';
  }
  try {
    const parsed = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? JSON.stringify(parsed, null, 2) : value;
  } catch {
    return value;
  }
}
