/**
 * Models changed at random, as careless tools and hands change them: whatever comes out is read and
 * judged, never thrown at. A failing run prints its seed. MODEL_FOLDER adds the models of a folder,
 * MUTATIONS sets how many changed models are tried.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { deploymentErrors, formatDeploymentErrors, platforms, validate } from '../index.js';
import { readSmall } from './small-model.js';

const folders = [
  fileURLToPath(new URL('fixtures', import.meta.url)),
  fileURLToPath(new URL('../../bpmn', import.meta.url)),
  ...(process.env.MODEL_FOLDER === undefined ? [] : [process.env.MODEL_FOLDER]),
];
const texts = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bpmn'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8')),
);

const values = ['', ' ', '=', '==', '=(', '=if', '=null', '0', '-1', 'true', 'a b', '__proto__'];
const moreValues = ['PT', 'R/', 'R/PT0S', '8.10', 'x', 'constructor', '=for x in', 'BPMN155 y'];
const kinds = [
  'adHocSubProcess',
  'transaction',
  'boundaryEvent',
  'startEvent',
  'endEvent',
  'subProcess',
  'complexGateway',
  'receiveTask',
  'callActivity',
  'lane',
  'participant',
  'conditionalEventDefinition',
  'process',
  'association',
  'extensionElements',
];

type Change = (text: string, at: number, other: number) => string;

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % list.length];
const all = (text: string, pattern: RegExp): readonly RegExpMatchArray[] => [
  ...text.matchAll(pattern),
];

/** Replaces the match that `at` chooses. */
function replaceOne(text: string, pattern: RegExp, at: number, by: (found: string) => string) {
  const found = pick(all(text, pattern), at);
  return found === undefined
    ? text
    : text.slice(0, found.index) + by(found[0]) + text.slice((found.index ?? 0) + found[0].length);
}

const changes: readonly Change[] = [
  (text, at) => replaceOne(text, /[^\n]*\n/g, at, () => ''),
  (text, at) => replaceOne(text, /[^\n]*\n/g, at, (line) => line + line),
  (text, at, other) => {
    const lines = text.split('\n');
    const [from, to] = [at % lines.length, other % lines.length];
    return lines
      .map((line, index) => (index === from ? lines[to] : index === to ? lines[from] : line))
      .join('\n');
  },
  (text, at) => text.slice(0, at % (text.length + 1)),
  (text, at) => replaceOne(text, / [\w:]+="[^"]*"/g, at, () => ''),
  (text, at) => replaceOne(text, / [\w:]+="[^"]*"/g, at, (attribute) => attribute + attribute),
  (text, at, other) =>
    replaceOne(text, /="[^"]*"/g, at, () => `="${pick([...values, ...moreValues], other) ?? ''}"`),
  (text, at, other) => {
    const ids = all(text, / id="([^"]*)"/g).map(([, id]) => id ?? '');
    const to = pick([...ids, ...values], other) ?? '';
    return text.replaceAll(`"${pick(ids, at) ?? '-'}"`, `"${to}"`);
  },
  (text, at, other) => {
    const kind = pick(all(text, /<(?:bpmn:)?([a-z]\w*)/g), at)?.[1] ?? '-';
    const to = pick(kinds, other) ?? '';
    return text.replace(new RegExp(`(</?(?:bpmn:)?)${kind}\\b`, 'g'), `$1${to}`);
  },
  (text, at, other) => {
    const element = pick(all(text, /<(bpmn:\w+)[^>]*[^/]>[^]*?<\/\1>/g), at)?.[0] ?? '';
    return replaceOne(text, />/g, other, () => `>${element}`);
  },
  (text, at, other) => {
    const element = pick(all(pick(texts, other) ?? '', /<\w+:\w+[^>]*\/>/g), at)?.[0] ?? '';
    return replaceOne(text, /<\w+:\w+[^>]*\/>/g, at, () => element);
  },
];

const changed = fc
  .tuple(
    fc.nat({ max: texts.length - 1 }),
    fc.array(fc.tuple(fc.nat({ max: changes.length - 1 }), fc.nat(), fc.nat()), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([index, steps]) =>
    steps.reduce(
      (text, [kind, at, other]) => changes[kind]?.(text, at, other) ?? text,
      texts[index] ?? '',
    ),
  );

test('any changed model is read and judged, and the two verdicts on it are one', async () => {
  await fc.assert(
    fc.asyncProperty(changed, async (xml) => {
      const model = await readSmall(xml);
      for (const target of platforms) {
        const rejections = deploymentErrors(model, target);
        const found = validate([model], { target });
        formatDeploymentErrors('small.bpmn', rejections);

        const errors = found.filter(({ severity }) => severity === 'error');
        expect(errors.length > 0).toBe(rejections.length > 0);
        expect(found.filter(({ message, fix }) => /[{]\w+[}]/.test(message + fix))).toEqual([]);
        expect(found.filter(({ place }) => place.line < 1 || place.column < 1)).toEqual([]);
      }
    }),
    { numRuns: Number(process.env.MUTATIONS ?? 150) },
  );
}, 120_000);
