import { valueOf } from '../../appliers/applier.js';
import type { EngineRecord } from '../../records/record.js';
import type {
  IncidentValue,
  JobValue,
  MessageValue,
  ProcessInstanceValue,
  VariableValue,
} from '../../records/values.js';

/** Tables of the history; their columns are in `migrations/`. */
export type HistoryTable =
  'process_instance' | 'element_instance' | 'variable' | 'job' | 'incident' | 'message';

/** A row by column. A column that is null leaves what is in the table. */
export type HistoryRow = Readonly<Record<string, string | number | null>>;

type Event = Pick<EngineRecord, 'key' | 'intent'> & { readonly at: string };
type Fold = (record: EngineRecord, event: Event) => readonly [HistoryTable, HistoryRow] | undefined;

const states: Readonly<Record<string, string>> = {
  ELEMENT_ACTIVATING: 'ACTIVE',
  ELEMENT_ACTIVATED: 'ACTIVE',
  ELEMENT_COMPLETING: 'ACTIVE',
  ELEMENT_TERMINATING: 'ACTIVE',
  ELEMENT_MIGRATED: 'ACTIVE',
  ELEMENT_COMPLETED: 'COMPLETED',
  ELEMENT_TERMINATED: 'TERMINATED',
};

const folds: Readonly<Record<string, Fold>> = {
  PROCESS_INSTANCE: (record, { key, intent, at }) => {
    const value = valueOf<ProcessInstanceValue>(record);
    const state = states[intent];
    if (state === undefined) {
      return undefined;
    }
    const life = {
      state,
      started_at: intent === 'ELEMENT_ACTIVATING' ? at : null,
      ended_at: state === 'ACTIVE' ? null : at,
    };
    return value.bpmnElementType === 'PROCESS'
      ? [
          'process_instance',
          {
            key,
            bpmn_process_id: value.bpmnProcessId,
            version: value.version,
            process_definition_key: value.processDefinitionKey,
            parent_process_instance_key: keyOrNull(value.parentProcessInstanceKey),
            parent_element_instance_key: keyOrNull(value.parentElementInstanceKey),
            ...life,
          },
        ]
      : [
          'element_instance',
          {
            key,
            process_instance_key: value.processInstanceKey,
            flow_scope_key: value.flowScopeKey,
            element_id: value.elementId,
            element_type: value.bpmnElementType,
            ...life,
          },
        ];
  },
  VARIABLE: (record, { key, at }) => {
    const { processInstanceKey, scopeKey, name, value } = valueOf<VariableValue>(record);
    const place = { key, process_instance_key: processInstanceKey, scope_key: scopeKey };
    return ['variable', { ...place, name, value, updated_at: at }];
  },
  JOB: (record, { key, intent, at }) => {
    const value = valueOf<JobValue>(record);
    return [
      'job',
      {
        key,
        process_instance_key: value.processInstanceKey,
        element_instance_key: value.elementInstanceKey,
        element_id: value.elementId,
        type: value.type,
        kind: value.jobKind,
        state: intent,
        worker: value.worker,
        retries: value.retries,
        error_code: value.errorCode,
        error_message: value.errorMessage,
        created_at: intent === 'CREATED' ? at : null,
        updated_at: at,
      },
    ];
  },
  INCIDENT: (record, { key, intent, at }) => {
    const value = valueOf<IncidentValue>(record);
    return [
      'incident',
      {
        key,
        process_instance_key: value.processInstanceKey,
        element_instance_key: value.elementInstanceKey,
        element_id: value.elementId,
        job_key: keyOrNull(value.jobKey),
        error_type: value.errorType,
        error_message: value.errorMessage,
        state: intent === 'RESOLVED' ? 'RESOLVED' : 'ACTIVE',
        created_at: intent === 'CREATED' ? at : null,
        resolved_at: intent === 'RESOLVED' ? at : null,
      },
    ];
  },
  MESSAGE: (record, { key, intent, at }) => {
    const { name, correlationKey, messageId, variables } = valueOf<MessageValue>(record);
    return [
      'message',
      {
        key,
        name,
        correlation_key: correlationKey,
        message_id: messageId,
        variables: JSON.stringify(variables),
        state: intent,
        published_at: intent === 'PUBLISHED' ? at : null,
        expired_at: intent === 'EXPIRED' ? at : null,
      },
    ];
  },
};

/** What records change in the tables: for each key one row, the later over the earlier. */
export function historyRows(
  records: readonly EngineRecord[],
): ReadonlyMap<HistoryTable, readonly HistoryRow[]> {
  const tables = new Map<HistoryTable, Map<unknown, HistoryRow>>();
  for (const record of records) {
    const fold = record.recordType === 'EVENT' ? folds[record.valueType] : undefined;
    const at = new Date(record.timestamp).toISOString();
    const folded = fold?.(record, { key: record.key, intent: record.intent, at });
    if (folded === undefined) {
      continue;
    }
    const [table, row] = folded;
    const rows = tables.get(table) ?? new Map<unknown, HistoryRow>();
    tables.set(table, rows);
    rows.set(row.key, over(rows.get(row.key ?? ''), row));
  }
  return new Map([...tables].map(([table, rows]) => [table, [...rows.values()]]));
}

function over(earlier: HistoryRow | undefined, later: HistoryRow): HistoryRow {
  const set = Object.entries(later).filter(([, value]) => value !== null);
  return earlier === undefined ? later : { ...earlier, ...Object.fromEntries(set) };
}

function keyOrNull(key: number): number | null {
  return key > 0 ? key : null;
}
