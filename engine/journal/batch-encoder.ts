import type { EngineRecord } from '../records/record.js';
import { nearBy, noRejection, recordFlag, recordTypes } from './batch-format.js';
import { ByteWriter } from './byte-writer.js';
import { ValueEncoder } from './value-encoder.js';

/** Writes batches of records, one behind the other, into frames; see `recordFlag`. */
export class BatchEncoder {
  readonly #values = new ValueEncoder();
  #out = new ByteWriter(0);

  /** Begins a frame in `out`. */
  begin(out: ByteWriter): void {
    this.#out = out;
    this.#values.begin(out);
  }

  write(batch: readonly EngineRecord[]): void {
    this.#out.varint(batch.length);
    let previous: EngineRecord | undefined;
    for (let row = 0; row < batch.length; row += 1) {
      const record = batch[row];
      if (record !== undefined) {
        this.#record(record, previous, distanceToSame(batch, row));
        previous = record;
      }
    }
  }

  #record(record: EngineRecord, previous: EngineRecord | undefined, distance: number): void {
    const out = this.#out;
    const values = this.#values;
    const { position, sourceRecordPosition: source, timestamp } = record;
    const isNext = previous !== undefined && position === previous.position + 1;
    const isSameSource = source === previous?.sourceRecordPosition;
    const isSameTime = timestamp === previous?.timestamp;
    const isRejection =
      record.rejectionType !== noRejection.type || record.rejectionReason !== noRejection.reason;
    out.byte(
      recordTypes.indexOf(record.recordType) |
        (isNext ? 0 : recordFlag.position) |
        (isSameSource ? 0 : recordFlag.source) |
        (isSameTime ? 0 : recordFlag.time) |
        (isRejection ? recordFlag.rejection : 0) |
        (distance > 0 ? recordFlag.sharedValue : 0),
    );
    if (!isNext) {
      values.number(position);
    }
    if (!isSameSource) {
      values.number(source);
    }
    if (!isSameTime) {
      values.number(timestamp);
    }
    values.number(record.key);
    values.string(record.valueType);
    values.string(record.intent);
    if (isRejection) {
      values.string(record.rejectionType);
      values.string(record.rejectionReason);
    }
    if (distance > 0) {
      out.byte(distance);
    } else {
      values.object(record.value);
    }
  }
}

/** How many records back one has the very same value; 0 when none near by has. */
function distanceToSame(batch: readonly EngineRecord[], row: number): number {
  const value = batch[row]?.value;
  for (let distance = 1; distance <= nearBy && distance <= row; distance += 1) {
    if (batch[row - distance]?.value === value) {
      return distance;
    }
  }
  return 0;
}
