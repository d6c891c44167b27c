import type { EngineRecord } from '../records/record.js';
import type { BatchEncoder } from './batch-encoder.js';
import { endOfFrame, frameHeaderBytes, writeFrameHeader, type FramePlace } from './batch-frame.js';
import { ByteWriter } from './byte-writer.js';

/** Batches beyond this go into a further frame of the same write. */
const frameBytes = 1024 * 1024;
const firstCapacity = 64 * 1024;

/** Frames of batches that are written together, as bytes from the first batch on. */
export class FrameGroup {
  readonly #encoder: BatchEncoder;
  readonly #out = new ByteWriter(firstCapacity);
  readonly #starts: number[] = [];
  #isOpen = false;

  /** `encoder` may be shared by groups that are filled one after the other. */
  constructor(encoder: BatchEncoder) {
    this.#encoder = encoder;
  }

  /** Bytes of memory that it holds on to. */
  get capacity(): number {
    return this.#out.capacity;
  }

  /** Adds a batch. One that cannot be written leaves nothing: throws a TypeError or RangeError. */
  add(batch: readonly EngineRecord[]): void {
    const out = this.#out;
    if (!this.#isOpen || out.length - (this.#starts.at(-1) ?? 0) >= frameBytes) {
      this.#endFrame();
      this.#beginFrame();
    }
    const start = out.length;
    try {
      this.#encoder.write(batch);
    } catch (error) {
      out.cut(start);
      this.#endFrame();
      throw error;
    }
  }

  /** The bytes to write; they change when the group is filled anew. */
  finish(place: FramePlace): Buffer {
    this.#endFrame();
    const bytes = this.#out.written();
    this.#starts.forEach((start, number) => {
      writeFrameHeader(bytes.subarray(start, this.#starts[number + 1]), place);
    });
    return bytes;
  }

  /** Empties it. */
  clear(): void {
    this.#out.cut(0);
    this.#starts.length = 0;
    this.#isOpen = false;
  }

  #beginFrame(): void {
    this.#starts.push(this.#out.length);
    this.#out.skip(frameHeaderBytes);
    this.#encoder.begin(this.#out);
    this.#isOpen = true;
  }

  #endFrame(): void {
    const start = this.#starts.at(-1);
    if (!this.#isOpen || start === undefined) {
      return;
    }
    this.#isOpen = false;
    if (this.#out.length === start + frameHeaderBytes) {
      // Without a batch it would say that the segment ends here.
      this.#out.cut(start);
      this.#starts.pop();
    } else {
      this.#out.byte(endOfFrame);
    }
  }
}
