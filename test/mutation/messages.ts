/** What a test of the unchanged code reached, and how long it took. */
export interface TestCoverage {
  readonly test: number;
  readonly file: string;
  readonly title: string;
  readonly ms: number;
  readonly mutants: readonly number[];
  /** Why it fails without any mutant; such a test is no judge. */
  readonly error?: string;
}

/** What the worker is asked. */
export type Request =
  | { readonly kind: 'cover' }
  | { readonly kind: 'try'; readonly mutant: number; readonly tests: readonly number[] };

/** What the worker answers. */
export type Answer =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'covered';
      readonly tests: readonly TestCoverage[];
      /** Mutants reached while files were imported. */
      readonly atImport: readonly number[];
    }
  | { readonly kind: 'tried'; readonly mutant: number; readonly killedBy: string | undefined };
