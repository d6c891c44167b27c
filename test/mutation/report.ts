import type { Mutant } from './instrument.js';
import type { Verdict } from './judge.js';

/** A mutant with what became of it. `uncovered`: no test reaches its place. */
export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict | 'uncovered';
}

interface Tally {
  readonly name: string;
  readonly noticed: number;
  readonly all: number;
}

/** Share of mutants that were noticed, in percent; 100 where there is none. */
export function scoreOf(judged: readonly Judged[]): number {
  const { noticed, all } = tally('', judged);
  return all === 0 ? 100 : (100 * noticed) / all;
}

/** A line a file, worst first, then a line a folder and one for all. */
export function formatScores(judged: readonly Judged[]): string {
  const by = (nameOf: (file: string) => string): readonly Tally[] => {
    const names = [...new Set(judged.map(({ mutant }) => nameOf(mutant.file)))];
    return names
      .map((name) =>
        tally(
          name,
          judged.filter(({ mutant }) => nameOf(mutant.file) === name),
        ),
      )
      .sort((left, right) => left.noticed / left.all - right.noticed / right.all);
  };
  const files = by((file) => file);
  const folders = by((file) => file.split('/').slice(0, 2).join('/'));
  return [...files, ...folders, tally('all', judged)].map(line).join('\n');
}

/** A line a survivor: place, kind of change, what stood there and what stood there instead. */
export function formatSurvivors(judged: readonly Judged[]): string {
  return judged
    .filter(({ verdict }) => verdict === 'survived' || verdict === 'uncovered')
    .map(({ mutant, verdict }) => {
      const place = `${mutant.file}:${String(mutant.line)}:${String(mutant.column)}`;
      return `${place} ${verdict} ${mutant.mutator}: ${short(mutant.original)} -> ${short(mutant.replacement)}`;
    })
    .join('\n');
}

function tally(name: string, judged: readonly Judged[]): Tally {
  const noticed = judged.filter(({ verdict }) => verdict === 'killed' || verdict === 'timeout');
  return { name, noticed: noticed.length, all: judged.length };
}

function line({ name, noticed, all }: Tally): string {
  const score = all === 0 ? 100 : (100 * noticed) / all;
  return `${score.toFixed(1).padStart(6)} % ${String(noticed).padStart(6)} of ${String(all).padStart(6)}  ${name}`;
}

function short(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > 70 ? `${flat.slice(0, 67)}...` : flat;
}
