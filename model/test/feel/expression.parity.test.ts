import { readFileSync } from 'node:fs';
import { evaluate, failureMessage, isFeelSyntaxError, parseExpression } from '../../feel/index.js';
import { toJson } from '../../feel/index.js';
import { knownDifferences } from './parity/known-differences.js';

/** One expression as a real broker evaluated it; recorded by way of script tasks and incidents. */
interface Recorded {
  readonly expression: string;
  /** The JSON text of the variable that came of it. */
  readonly value?: string;
  readonly type?: string;
  readonly warnings?: readonly string[];
  /** The text of the incident, when there was no value. */
  readonly failure?: string;
  /** The deployment was refused: the expression cannot be read. */
  readonly refused?: boolean;
}

interface Header {
  readonly version: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const lines = readFileSync(new URL('parity/camunda-8.6.0.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '');
// The file is our own recording: its lines have these shapes.
const header = JSON.parse(lines[0] ?? '') as Header;
const recorded = lines.slice(1).map((line) => JSON.parse(line) as Recorded);

function expected(one: Recorded): object {
  if (one.refused === true) {
    return { refused: true };
  }
  if (one.failure !== undefined) {
    return { failure: one.failure };
  }
  const { type, warnings = [] } = one;
  const value: unknown = JSON.parse(one.value ?? 'null');
  // Where the type was not recorded, the warnings were not either.
  return type === undefined ? { value } : { value, type, warnings };
}

function ours({ expression, type }: Recorded): object {
  try {
    const result = evaluate(parseExpression(expression), header.variables);
    if (result.failure !== undefined) {
      return { failure: failureMessage(expression, result) };
    }
    const value = toJson(result.value);
    const warnings = result.warnings.map((warning) => `[${warning.type}] ${warning.message}`);
    return type === undefined ? { value } : { value, type: result.type, warnings };
  } catch (error) {
    if (isFeelSyntaxError(error)) {
      return { refused: true };
    }
    throw error;
  }
}

const [same, different] = [
  recorded.filter(({ expression }) => !knownDifferences.has(expression)),
  recorded.filter(({ expression }) => knownDifferences.has(expression)),
];

test(`the recording is of Camunda ${header.version} and holds more than 1,900 expressions`, () => {
  expect(header.version).toBe('8.6.0');
  expect(recorded.length).toBeGreaterThan(1_900);
});

test.each(same.map((one) => [one.expression, one] as const))('%s', (_, one) => {
  expect(ours(one)).toEqual(expected(one));
});

test('every known difference is still one, and is in the recording', () => {
  const equal = different.filter(
    (one) => JSON.stringify(ours(one)) === JSON.stringify(expected(one)),
  );
  expect(equal.map(({ expression }) => expression)).toEqual([]);
  expect(different).toHaveLength(knownDifferences.size);
});
