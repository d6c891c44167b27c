import type { BenchCase } from '../bench-case.js';
import { inFlight1 } from './in-flight-1.js';
import { inFlight64 } from './in-flight-64.js';
import { lookUps } from './look-ups.js';
import { memory } from './memory.js';
import { replay } from './replay.js';
import { start } from './start.js';

/** Every case, in the order of the table. */
export const cases: readonly BenchCase[] = [inFlight64, inFlight1, start, memory, replay, lookUps];
