import ts from 'typescript';

import { mutationsOf, type Mutation } from './mutators.js';

/** A mutation with its number and where it stands. */
export interface Mutant extends Mutation {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly original: string;
}

/** A file with every mutation behind a switch. */
export interface Instrumented {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

/**
 * Puts all mutations of a TypeScript file into one text: where mutant `n` may stand, the code asks
 * `__mutant.on(n)`; otherwise it notes that the place was reached and runs the original. Numbers start
 * at `firstId`.
 */
export function instrument(text: string, file: string, firstId: number): Instrumented {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mutants = mutationsOf(source).map((mutation, index): Mutant => {
    const { line, character } = source.getLineAndCharacterOfPosition(mutation.start);
    return {
      ...mutation,
      id: firstId + index,
      file,
      line: line + 1,
      column: character + 1,
      original: text.slice(mutation.start, mutation.end),
    };
  });
  return { text: weave(text, { from: 0, to: text.length }, mutants), mutants };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Rewrites a part of the text; mutants of one place become one chain of switches. */
function weave(text: string, range: Range, mutants: readonly Mutant[]): string {
  let result = '';
  let at = range.from;
  let rest = mutants;
  for (;;) {
    const [first] = rest;
    if (first === undefined) {
      return result + text.slice(at, range.to);
    }
    const here = rest.filter(({ start, end }) => start === first.start && end === first.end);
    const inner = rest.filter(
      (each) => each.start >= first.start && each.end <= first.end && !here.includes(each),
    );
    const original = weave(text, { from: first.start, to: first.end }, inner);
    result += text.slice(at, first.start) + switched(here, original);
    at = first.end;
    rest = rest.filter((each) => each.start >= first.end);
  }
}

function switched(mutants: readonly Mutant[], original: string): string {
  const ids = mutants.map(({ id }) => String(id)).join(', ');
  if (mutants.some(({ mutator }) => mutator === 'block')) {
    return `{ if (!__mutant.at(${ids})) ${original} }`;
  }
  const choice = mutants
    .map(({ id, replacement }) => `__mutant.on(${String(id)}) ? ${replacement} : `)
    .join('');
  return `(${choice}(__mutant.reach(${ids}), ${original}))`;
}
