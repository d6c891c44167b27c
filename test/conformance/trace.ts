/** One record of a recorded stream, or of ours: the fields that both have. */
export interface TraceRecord {
  readonly position: number;
  readonly sourceRecordPosition: number;
  readonly key: number;
  readonly recordType: string;
  readonly valueType: string;
  readonly intent: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly rejectionType: string;
  readonly rejectionReason: string;
}

/** Thrown when a file is no record stream; the message names file and line. */
export class TraceFormatError extends Error {
  override readonly name = 'TraceFormatError';
}

/**
 * Reads a `NAME.records.jsonl`: one JSON record a line.
 * @throws TraceFormatError at the first line that is no record
 */
export function parseTrace(text: string, file: string): readonly TraceRecord[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') {
      return [];
    }
    const record = toRecord(parseJson(line));
    if (record === undefined) {
      throw new TraceFormatError(`${file}:${String(i + 1)}: not a record of a stream`);
    }
    return [record];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function toRecord(json: unknown): TraceRecord | undefined {
  if (!isObject(json) || !isObject(json.value)) {
    return undefined;
  }
  const { recordType, valueType, intent, value } = json;
  const position = toNumber(json.position);
  const key = toNumber(json.key);
  const isRecord =
    typeof recordType === 'string' && typeof valueType === 'string' && typeof intent === 'string';
  if (!isRecord || position === undefined || key === undefined) {
    return undefined;
  }
  return {
    position,
    key,
    recordType,
    valueType,
    intent,
    value,
    sourceRecordPosition: toNumber(json.sourceRecordPosition) ?? -1,
    rejectionType: typeof json.rejectionType === 'string' ? json.rejectionType : 'NULL_VAL',
    rejectionReason: typeof json.rejectionReason === 'string' ? json.rejectionReason : '',
  };
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** What a client can ask for. Other commands without source are the engine's own: time passing. */
const CLIENT_INTENTS: Readonly<Record<string, readonly string[]>> = {
  DEPLOYMENT: ['CREATE'],
  RESOURCE_DELETION: ['DELETE'],
  PROCESS_INSTANCE_CREATION: ['CREATE', 'CREATE_WITH_AWAITING_RESULT'],
  PROCESS_INSTANCE: ['CANCEL'],
  PROCESS_INSTANCE_MODIFICATION: ['MODIFY'],
  PROCESS_INSTANCE_MIGRATION: ['MIGRATE'],
  JOB_BATCH: ['ACTIVATE'],
  JOB: [
    'COMPLETE',
    'FAIL',
    'THROW_ERROR',
    'UPDATE',
    'UPDATE_RETRIES',
    'UPDATE_TIMEOUT',
    'YIELD',
    'CANCEL',
  ],
  INCIDENT: ['RESOLVE'],
  MESSAGE: ['PUBLISH'],
  MESSAGE_CORRELATION: ['CORRELATE'],
  SIGNAL: ['BROADCAST'],
  VARIABLE_DOCUMENT: ['UPDATE'],
  DECISION_EVALUATION: ['EVALUATE'],
  USER_TASK: ['ASSIGN', 'CLAIM', 'UPDATE', 'COMPLETE'],
};

/** What a command without source in a stream is. */
export type OutsideCommand = 'client' | 'time';

/** Whether a record came from outside the engine, and from whom; undefined when from inside. */
export function outsideCommand(record: TraceRecord): OutsideCommand | undefined {
  if (record.recordType !== 'COMMAND' || record.sourceRecordPosition !== -1) {
    return undefined;
  }
  return CLIENT_INTENTS[record.valueType]?.includes(record.intent) === true ? 'client' : 'time';
}
