import type { ExplainResult, Explanation } from '../../generator/explain/index.js';
import { formatPlace } from '../../model/place.js';

/** What `jobwright explain` prints for people. */
export function explainText(result: ExplainResult): readonly string[] {
  switch (result.kind) {
    case 'found':
      return [explanationText(result.explanation)];
    case 'ambiguous':
      return result.candidates.map(
        ({ query, title, place }) =>
          `${query}\n  ${title}${place === undefined ? '' : `, ${formatPlace(place)}`}`,
      );
    case 'unknown':
      return result.nearest;
  }
}

function explanationText(explanation: Explanation): string {
  const { title, place, elements, generated, handlers, tests, operations } = explanation;
  const others = elements.filter((element) => element.id !== explanation.name);
  return [
    title,
    ...(place === undefined ? [] : [`  model:     ${formatPlace(place)}`]),
    ...section(
      'elements',
      others.map(
        ({ id, name, kind, place: at }) => `${named(id, name)}, ${kind}, ${formatPlace(at)}`,
      ),
    ),
    ...section(
      'generated',
      generated.map(({ file, symbols }) => `${file}: ${symbols.join(', ')}`),
    ),
    ...section(
      'handler',
      handlers.map(({ file, exists }) => (exists ? file : `${file} (not there yet)`)),
    ),
    ...section('tests', testLines(tests)),
    ...section(
      'API',
      operations.map(
        ({ operationId, method, path, pointer }) =>
          `${method} ${path} (${operationId}), openapi.json${pointer}`,
      ),
    ),
    ...section('facts', explanation.facts),
    ...section(
      'variables',
      explanation.variables.map(
        ({ name, type, certain, writtenBy, readBy }) =>
          `${name}${certain ? '' : '?'}: ${type}; written by ${list(writtenBy)}; read by ${list(readBy)}`,
      ),
    ),
    ...section(
      'errors',
      explanation.errors.map(
        ({ code, caughtBy }) =>
          `${code === '*' ? 'every other code' : code}: caught by ${named(caughtBy.id, caughtBy.name)}, ${formatPlace(caughtBy.place)}`,
      ),
    ),
  ].join('\n');
}

const MOST_TESTS = 10;

function testLines(tests: Explanation['tests']): readonly string[] {
  const more = tests.length - MOST_TESTS;
  return [
    ...tests.slice(0, MOST_TESTS).map(({ file, line, text }) => `${file}:${String(line)}  ${text}`),
    ...(more > 0 ? [`and ${String(more)} more lines`] : []),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `  ${(index === 0 ? `${title}:` : '').padEnd(10)} ${line}`);
}

function named(id: string, name: string | undefined): string {
  return name === undefined ? id : `${name} (${id})`;
}

function list(ids: readonly string[]): string {
  return ids.length === 0 ? 'nobody' : ids.join(', ');
}
