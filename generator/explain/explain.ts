import { nearestName } from '../config/nearest-name.js';
import { readSnapshot, type Snapshot } from '../diff/snapshot.js';
import { compareText } from '../json.js';
import type { PlanOptions } from '../options.js';
import type { Source } from '../source.js';
import { preciseQuery, queriesOf, type Entry } from './entry.js';
import { explainCode, knownCodes } from './explain-code.js';
import { operationEntries } from './explain-operation.js';
import { processEntries } from './explain-process.js';
import type { Explanation, ExplainFacts, ExplainResult } from './explanation.js';
import { handlersOf, testMentions } from './mentions.js';

/** How many names like an unknown one are told. */
const MOST_NEAREST = 5;

/** `explain` of index.ts. */
export async function explainSources(
  sources: readonly Source[],
  query: string,
  options: PlanOptions & { readonly facts?: ExplainFacts },
): Promise<ExplainResult> {
  const { facts, ...planOptions } = options;
  const snapshot = await readSnapshot(sources, planOptions);
  const entries = entriesOf(snapshot);
  const wanted = normalised(query);
  const matching = entries.filter((entry) => queriesOf(entry).map(normalised).includes(wanted));
  const [only, ...more] = matching.length > 0 ? matching : foldedMatches(entries, wanted);
  if (only === undefined) {
    const code = explainCode(query);
    return code === undefined
      ? { kind: 'unknown', nearest: nearest(query, entries) }
      : { kind: 'found', explanation: code };
  }
  return more.length > 0
    ? { kind: 'ambiguous', candidates: [only, ...more].map(candidate) }
    : { kind: 'found', explanation: withFacts(only.explain(), { snapshot, facts }) };
}

function entriesOf(snapshot: Snapshot): readonly Entry[] {
  const { api } = snapshot.plan;
  return [
    ...snapshot.processes.flatMap((side) => processEntries(side, api)),
    ...operationEntries(snapshot),
  ];
}

/** A method in any case before its path, blanks in a row as one. */
function normalised(query: string): string {
  const text = query.trim().replace(/\s+/g, ' ');
  const [, method, path] = /^([A-Za-z]+) (\/.*)$/.exec(text) ?? [];
  return method === undefined || path === undefined ? text : `${method.toUpperCase()} ${path}`;
}

/** Names that differ from the query in case only, when none is the same. */
function foldedMatches(entries: readonly Entry[], wanted: string): readonly Entry[] {
  const folded = wanted.toLowerCase();
  return entries.filter((entry) =>
    queriesOf(entry).some((query) => normalised(query).toLowerCase() === folded),
  );
}

function candidate(entry: Entry): {
  readonly query: string;
  readonly title: string;
  readonly place?: Explanation['place'] & object;
} {
  const { title, place } = entry;
  return { query: preciseQuery(entry), title, ...(place === undefined ? {} : { place }) };
}

function nearest(query: string, entries: readonly Entry[]): readonly string[] {
  const names = new Set([
    ...entries.flatMap(({ name, aliases }) => [name, ...aliases]),
    ...knownCodes,
  ]);
  const found: string[] = [];
  for (let next = nearestName(query, [...names]); next !== undefined;) {
    found.push(next);
    names.delete(next);
    next = found.length < MOST_NEAREST ? nearestName(query, [...names]) : undefined;
  }
  const within = [...names]
    .filter((name) => name.toLowerCase().includes(query.trim().toLowerCase()))
    .sort(compareText);
  return [...found, ...(query.trim().length < 3 ? [] : within)].slice(0, MOST_NEAREST);
}

function withFacts(
  explanation: Explanation,
  { snapshot, facts }: { readonly snapshot: Snapshot; readonly facts: ExplainFacts | undefined },
): Explanation {
  if (facts === undefined) {
    return explanation;
  }
  const ids = new Set(explanation.elements.map(({ id }) => id));
  const jobs = snapshot.plan.processes
    .filter(({ id }) => id === explanation.process)
    .flatMap((plan) => plan.jobs)
    .filter(({ connector }) => !connector)
    .filter(({ type, elements }) =>
      explanation.subject === 'job'
        ? type === explanation.name
        : explanation.subject === 'element' && elements.some(({ id }) => ids.has(id)),
    );
  return {
    ...explanation,
    handlers: handlersOf(jobs, facts),
    // Tests name job types where they mean an element.
    tests: testMentions(
      explanation,
      facts,
      jobs.map(({ type }) => type),
    ),
  };
}
