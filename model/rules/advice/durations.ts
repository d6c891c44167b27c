import type { Expression, TimerDefinition } from '../../types.js';

const pattern =
  /^([+-]?)P(?=.)(?:([+-]?\d+)Y)?(?:([+-]?\d+)M)?(?:([+-]?\d+)W)?(?:([+-]?\d+)D)?(?:T(?=.)(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+(?:[.,]\d+)?)S)?)?$/i;

/** Seconds of each part, in the order of the pattern; a year has 365 days, a month 30. */
const weights = [31_536_000, 2_592_000, 604_800, 86_400, 3600, 60, 1];

/** Seconds of an ISO 8601 duration; undefined when the text is none. */
export function durationSeconds(text: string): number | undefined {
  const [whole, sign, ...parts] = pattern.exec(text.trim()) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  const seconds = weights
    .map((weight, index) => weight * Number((parts[index] ?? '0').replace(',', '.')))
    .reduce((sum, each) => sum + each, 0);
  return sign === '-' ? -seconds : seconds;
}

/** The text of a timer as far as it is fixed: static, `="PT1H"` or `=duration("PT1H")`. */
export function fixedText({ text, isFeel }: Expression): string | undefined {
  return isFeel
    ? /^=\s*(?:duration\s*\(\s*"([^"]*)"\s*\)|"([^"]*)")\s*$/.exec(text)?.slice(1).join('')
    : text.trim();
}

/** Seconds that a timer waits, when it is a duration that the model fixes. */
export function waitSeconds({ type, expression }: TimerDefinition): number | undefined {
  const text = type === 'duration' && expression !== undefined ? fixedText(expression) : undefined;
  return text === undefined ? undefined : durationSeconds(text);
}
