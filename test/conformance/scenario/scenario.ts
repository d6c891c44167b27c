import type { Session } from './session.js';

/** A thing to try on every engine: what a client does, and nothing about what should come of it. */
export interface Scenario {
  /** A few words, unique, as a file is named: `job-fails-with-backoff`. */
  readonly name: string;
  /** What it asks, as a sentence. */
  readonly shows: string;
  /** The heading of the engine's semantics that it stands under, `1.6`. */
  readonly heading: string;
  /** Plays it. Every call and its answer is kept, and every record that comes of it. */
  readonly run: (session: Session) => Promise<void>;
  /** Uses what only the REST API has. @default false */
  readonly rest?: boolean;
  /** Deletes definitions. @default false */
  readonly deletes?: boolean;
  /** The Camunda version that brought it, when 8.6 has not: then the 8.8 engine is its judge. */
  readonly since?: '8.7' | '8.8';
  /**
   * Only engines before this version play it: from it on, what its client waits for does not come.
   * docs/engine.md says of each why.
   */
  readonly before?: '8.8';
}

/** A scenario without its heading, which its group gives it. */
export type Ungrouped = Omit<Scenario, 'heading' | 'name'>;

/** Puts scenarios under a heading; their names are the keys. */
export function scenarios(
  heading: string,
  group: Readonly<Record<string, Ungrouped>>,
): readonly Scenario[] {
  return Object.entries(group).map(([name, scenario]) => ({ name, heading, ...scenario }));
}
