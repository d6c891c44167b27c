import type { EngineRecord } from '../records/record.js';
import type { Processing } from './processing.js';

/**
 * Does one command: checks it against the state, then writes events, follow-up commands and an
 * answer. Throws `Refusal`, before it has written anything, for what cannot be done.
 */
export type Processor = (cx: Processing, command: EngineRecord) => void;

/** Processors by intent, for one value type. */
export type Processors = Readonly<Record<string, Processor>>;
