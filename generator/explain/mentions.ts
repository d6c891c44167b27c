import type {
  Explanation,
  ExplainedHandler,
  ExplainedMention,
  ExplainFacts,
} from './explanation.js';

const MOST_MENTIONS = 50;
const LONGEST_LINE = 160;

/** Handlers of job types: the file that the stub would be, or one that names the type. */
export function handlersOf(
  jobs: readonly { readonly type: string; readonly fileName: string }[],
  { handlerFolder, handlers }: ExplainFacts,
): readonly ExplainedHandler[] {
  return jobs.flatMap(({ type, fileName }) => {
    const own = handlerFolder === undefined ? undefined : `${handlerFolder}/${fileName}.ts`;
    const isMap = (file: string): boolean => /(^|\/)index\.[cm]?[jt]s$/.test(file);
    const other = [...handlers].find(([file, text]) => !isMap(file) && quotes(type, text))?.[0];
    const found = own !== undefined && handlers.has(own) ? own : (other ?? own);
    return found === undefined ? [] : [{ jobType: type, file: found, exists: handlers.has(found) }];
  });
}

/** Lines of tests that mention what is explained: its name, or one of `more`, in quotes, or a generated function. */
export function testMentions(
  explanation: Explanation,
  { tests }: ExplainFacts,
  more: readonly string[],
): readonly ExplainedMention[] {
  const words = [
    ...new Set([explanation.name, ...explanation.elements.map(({ id }) => id)]),
    ...explanation.operations.map(({ operationId }) => operationId),
    ...more,
  ];
  const functions = explanation.generated
    .flatMap(({ symbols }) => symbols)
    .filter((symbol) => /^[a-z][\p{L}\p{N}_$]*$/u.test(symbol));
  const isMention = (line: string): boolean =>
    words.some((word) => quotes(word, line)) || functions.some((name) => names(name, line));
  return [...tests]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([file, text]) =>
      text
        .split(/\r?\n/)
        .flatMap((line, index) =>
          isMention(line)
            ? [{ file, line: index + 1, text: line.trim().slice(0, LONGEST_LINE) }]
            : [],
        ),
    )
    .slice(0, MOST_MENTIONS);
}

function quotes(word: string, text: string): boolean {
  return [`'${word}'`, `"${word}"`, `\`${word}\``].some((quoted) => text.includes(quoted));
}

/** True when an identifier stands in a text as a whole word. */
function names(name: string, text: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = [text[at - 1] ?? ' ', text[at + name.length] ?? ' '];
    if (around.every((letter) => !/[\p{L}\p{N}_$]/u.test(letter))) {
      return true;
    }
  }
  return false;
}
