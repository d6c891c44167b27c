import { createContext, Script } from 'node:vm';

import { FeelFailure, type Evaluation } from '../evaluation.js';

/** Longest time that one pattern may take on one text, in ms. */
const longestMatchMs = 1000;
/** Texts up to this length take no long time with a pattern that repeats one thing only. */
const shortText = 2000;
/** How many steps of an evaluation a millisecond of matching counts for. */
const stepsOfMs = 1000;

const stage: { run?: () => unknown } = {};
const context = createContext(stage);
const script = new Script('run()');

/**
 * Runs `match`, which uses `pattern` on `input`. Some patterns take longer than the universe is old on
 * a few dozen characters: only a time limit that the regular expression engine itself obeys helps.
 * @throws FeelFailure when it takes longer than a second, or the evaluation is out of steps
 */
export function boundedMatch<T>(
  evaluation: Evaluation,
  pattern: RegExp,
  input: string,
  match: () => T,
): T {
  if (isHarmless(pattern.source) && input.length <= shortText) {
    return match();
  }
  const begun = performance.now();
  try {
    stage.run = match;
    // The script gives what `match` gives.
    return script.runInContext(context, { timeout: longestMatchMs }) as T;
  } catch (error) {
    if (isTimeout(error)) {
      throw new FeelFailure(`matching a pattern took longer than ${longestMatchMs} ms`);
    }
    throw error;
  } finally {
    delete stage.run;
    evaluation.step(Math.ceil((performance.now() - begun) * stepsOfMs));
  }
}

/** Whether a pattern has no group, no choice and at most one repetition. */
function isHarmless(source: string): boolean {
  return !/[(|]/.test(source) && (source.match(/[*+?{]/g)?.length ?? 0) <= 1;
}

function isTimeout(error: unknown): boolean {
  // It is an error of the script's own realm: no instance of this one's Error.
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
