import { normalize } from './normalize.js';
import type { TraceRecord } from './trace.js';
import { isObject, outsideCommand } from './trace.js';

/**
 * What a client can see of a stream: the answer to each of its commands (with the status code and
 * text of a refusal, and the jobs it was given), the incidents, and the variables and states in
 * which process instances stand at the end.
 */
export function clientView(
  records: readonly TraceRecord[],
): Readonly<Record<string, readonly unknown[]>> {
  return { answer: answers(records), incident: incidents(records), instance: instances(records) };
}

function answers(records: readonly TraceRecord[]): readonly unknown[] {
  const seen: TraceRecord[] = [];
  for (const command of records.filter((each) => outsideCommand(each) === 'client')) {
    const answer = answerTo(command, records);
    // Commands name keys that the client got before: they stay in the view as its own words.
    seen.push({ ...command, value: {} }, answer ?? { ...command, intent: 'NO ANSWER', value: {} });
  }
  return normalize(seen);
}

/** The first rejection or event of the command's own kind; other kinds are not sent to clients. */
function answerTo(command: TraceRecord, records: readonly TraceRecord[]): TraceRecord | undefined {
  const caused = records.filter(
    (each) =>
      each.recordType !== 'COMMAND' &&
      each.sourceRecordPosition === command.position &&
      each.valueType === command.valueType,
  );
  const answer = caused.find((each) => each.recordType === 'COMMAND_REJECTION') ?? caused[0];
  if (answer?.recordType === 'COMMAND_REJECTION') {
    return { ...answer, value: {} };
  }
  return answer;
}

function incidents(records: readonly TraceRecord[]): readonly unknown[] {
  return normalize(
    records.filter((each) => each.recordType === 'EVENT' && each.valueType === 'INCIDENT'),
  );
}

/** State and variables of every element instance that has some, in the order they began. */
function instances(records: readonly TraceRecord[]): readonly unknown[] {
  const rename = new Map<unknown, { element: unknown; state: string; variables: object }>();
  for (const record of records) {
    if (record.recordType !== 'EVENT') {
      continue;
    }
    if (record.valueType === 'PROCESS_INSTANCE' && record.value.bpmnElementType === 'PROCESS') {
      const known = rename.get(record.key);
      rename.set(record.key, {
        element: record.value.elementId,
        state: record.intent,
        variables: known?.variables ?? {},
      });
    }
    if (record.valueType === 'VARIABLE') {
      setVariable(record, rename);
    }
  }
  return [...rename.values()].filter((each) => each.state !== '');
}

/** Only the process instance's own scope lasts; inner scopes end with their elements. */
function setVariable(
  record: TraceRecord,
  instancesByKey: Map<unknown, { element: unknown; state: string; variables: object }>,
): void {
  const { scopeKey, processInstanceKey, name, value } = record.value;
  if (scopeKey !== processInstanceKey || typeof name !== 'string') {
    return;
  }
  const known = instancesByKey.get(scopeKey) ?? { element: '', state: '', variables: {} };
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  instancesByKey.set(scopeKey, {
    ...known,
    variables: { ...known.variables, [name]: isObject(parsed) ? { ...parsed } : parsed },
  });
}
