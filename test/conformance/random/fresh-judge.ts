import type { JudgedEngine } from '../engines/judged-engine.js';

/** A judge for any number of cases: closed and opened anew from time to time. */
export class FreshJudge {
  readonly #open: () => Promise<JudgedEngine>;
  readonly #casesEach: number;
  #judge: JudgedEngine | undefined;
  #cases = 0;

  /** `casesEach`: after how many cases it is opened anew. */
  constructor(open: () => Promise<JudgedEngine>, casesEach: number) {
    this.#open = open;
    this.#casesEach = casesEach;
  }

  /** The judge to play this many more cases on. */
  async next(cases: number): Promise<JudgedEngine> {
    if (this.#cases >= this.#casesEach) {
      await this.close();
    }
    this.#cases += cases;
    this.#judge ??= await this.#open();
    return this.#judge;
  }

  /** Ends the judge, if one runs; a later `next` opens another. */
  async close(): Promise<void> {
    const judge = this.#judge;
    this.#judge = undefined;
    this.#cases = 0;
    await judge?.close();
  }
}
