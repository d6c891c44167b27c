import { OpenEnd } from './open-end.js';
import type { ProcessFacts } from './process-facts.js';
import type { JobAnswer, TestStep } from './test-plan.js';
import { WalkVariables, type WantedValue } from './walk-values.js';

/** A place where a walk could have gone on in another way. */
export interface Choice {
  readonly at: string;
  readonly options: readonly string[];
  readonly taken: string;
}

/** What a walk has seen and done so far, and the ways it is told to take. */
export class WalkState {
  readonly facts: ProcessFacts;
  readonly wanted: Map<string, WantedValue[]>;
  readonly variables = new WalkVariables();
  readonly choices: Choice[] = [];
  readonly steps: TestStep[] = [];
  readonly answers = new Map<string, JobAnswer[]>();
  readonly held: string[] = [];
  /** Jobs done so far that give variables as they come, with their types. */
  readonly givers: { readonly occurrence: string; readonly jobType: string }[] = [];
  readonly threads: string[][] = [];
  readonly covered = new Set<string>();
  readonly #script: readonly string[];
  readonly #visits = new Map<string, number>();
  #elapsedMs = 0;

  /** `script` says which way to take at each choice, after its end the first one. */
  constructor(facts: ProcessFacts, script: readonly string[], wanted: Map<string, WantedValue[]>) {
    this.facts = facts;
    this.#script = script;
    this.wanted = wanted;
  }

  /** Takes the next way of the script, or the first that was not taken here before. */
  choose(at: string, options: readonly string[]): string {
    const before = this.choices.filter((choice) => choice.at === at).map(({ taken }) => taken);
    const fresh = options.filter((option) => !before.includes(option));
    const open = fresh.length === 0 ? options : fresh;
    const scripted = this.#script[this.choices.length];
    const taken = scripted !== undefined && open.includes(scripted) ? scripted : open[0];
    if (taken === undefined) {
      throw new OpenEnd(`"${at}" leads nowhere`);
    }
    this.choices.push({ at, options: open, taken });
    return taken;
  }

  /** Counts a visit of an element; 0 for the first. */
  visit(id: string): number {
    const count = this.#visits.get(id) ?? 0;
    this.#visits.set(id, count + 1);
    return count;
  }

  /** Milliseconds that the clock of the test has been moved so far. */
  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** Adds a step; one that moves the clock moves it here, too. */
  step(step: TestStep): void {
    this.steps.push(step);
    if (step.kind === 'advance') {
      this.#elapsedMs += step.ms;
    }
  }

  answer(jobType: string, answer: JobAnswer): void {
    this.answers.set(jobType, [...(this.answers.get(jobType) ?? []), answer]);
  }

  /** A new thread, which keeps the order of its own elements only. */
  thread(): string[] {
    const thread: string[] = [];
    this.threads.push(thread);
    return thread;
  }
}
