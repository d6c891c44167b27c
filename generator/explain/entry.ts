import type { Place } from '../../model/index.js';
import type { ExplainedSubject, Explanation } from './explanation.js';

/** Types longer than this are cut; the generated file has them whole. */
export const LONGEST_TYPE = 600;

/** One thing that can be asked about, and how to explain it. */
export interface Entry {
  readonly subject: ExplainedSubject;
  /** What it is called: an id, a type, a code. */
  readonly name: string;
  readonly process?: string;
  /** Other names for it: the name of an element, the address of an operation. */
  readonly aliases: readonly string[];
  /** Without the full stop. */
  readonly title: string;
  readonly place?: Place | undefined;
  readonly explain: () => Explanation;
}

/** An explanation that says nothing yet. */
export function emptyExplanation(
  subject: ExplainedSubject,
  name: string,
  title: string,
): Explanation {
  return {
    subject,
    name,
    title,
    facts: [],
    elements: [],
    generated: [],
    variables: [],
    errors: [],
    operations: [],
    handlers: [],
    tests: [],
  };
}

/** `element:order/Work`: the query that means this entry alone. */
export function preciseQuery({ subject, process, name }: Entry): string {
  return `${subject}:${process === undefined ? '' : `${process}/`}${name}`;
}

/** Every query that means this entry, precise or not. */
export function queriesOf(entry: Entry): readonly string[] {
  const { subject, process } = entry;
  return [entry.name, ...entry.aliases].flatMap((name) => [
    name,
    `${subject}:${name}`,
    ...(process === undefined ? [] : [`${process}/${name}`, `${subject}:${process}/${name}`]),
  ]);
}
