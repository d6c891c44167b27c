import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, JudgedEngine, RpcCall } from '../engines/judged-engine.js';
import type { TraceRecord } from '../trace.js';
import { CaseView } from './case-view.js';
import { rounds } from './rounds.js';
import type { Step } from './step.js';
import { callOf } from './step.js';

/** A step and when it is made: its round, and its turn in the round. */
export interface TimedStep {
  readonly round: number;
  readonly turn: number;
  readonly step: Step;
}

/** What a client does in a case: asked at every turn, with what can be seen then. */
export type Client = (
  view: CaseView,
  when: { readonly round: number; readonly turn: number },
) => Step | undefined;

/** A case as it is played: files whose names begin with `R_`, and a client. */
export interface PlayedCase {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly client: Client;
  /** Rounds that are played. @default all */
  readonly rounds?: number;
}

/** What came of a case on one engine. Names begin with `R_` as in its files. */
export interface CaseRun {
  readonly steps: readonly TimedStep[];
  /** The answer to the deployment, then to each step. */
  readonly answers: readonly Answer[];
  readonly records: readonly TraceRecord[];
  /** Whether the engine said that a defect of its own stopped it: the rest tells nothing then. */
  readonly isBanned: boolean;
}

interface Seat {
  readonly played: PlayedCase;
  readonly prefix: string;
  readonly view: CaseView;
  readonly steps: TimedStep[];
  readonly answers: Answer[];
}

/** How many cases are worked on at the same moment. */
const AT_ONCE = 8;
/** How often, and how long apart, a call is made that a broker was too busy for. */
const BUSY_TRIES = 50;
const BUSY_WAIT_MS = 100;

let runs = 0;

/**
 * Plays cases side by side on one engine: each with names of its own, all in the same time. Every
 * turn waits until the engine is at rest.
 */
export async function playBatch(
  engine: JudgedEngine,
  cases: readonly PlayedCase[],
): Promise<readonly CaseRun[]> {
  const seats = cases.map((played): Seat => {
    runs += 1;
    const prefix = `run${String(runs)}_`;
    return { played, prefix, view: new CaseView(prefix), steps: [], answers: [] };
  });
  const stage = new Stage(engine, seats);
  await stage.deploy();
  const count = Math.max(0, ...cases.map((each) => each.rounds ?? rounds.count));
  for (let round = 0; round < count; round += 1) {
    await stage.play(round, round === count - 1);
  }
  return seats.map(({ steps, answers, view, prefix }) => ({
    steps,
    answers: answers.map((answer) => unnamed(answer, prefix)),
    records: view.records.map((record) => unnamed(record, prefix)),
    isBanned: stage.isBanned(view) || answers.some(isDefect),
  }));
}

class Stage {
  readonly #engine: JudgedEngine;
  readonly #seats: readonly Seat[];
  readonly #byPrefix: ReadonlyMap<string, CaseView>;
  readonly #byInstance = new Map<unknown, CaseView>();
  readonly #banned = new Set<CaseView>();
  readonly #start: number;
  #mark: number;

  constructor(engine: JudgedEngine, seats: readonly Seat[]) {
    this.#engine = engine;
    this.#seats = seats;
    this.#byPrefix = new Map(seats.map(({ prefix, view }) => [prefix, view]));
    this.#start = engine.now();
    this.#mark = engine.mark();
  }

  /** Whether an instance of the case was given up by the engine. */
  isBanned(view: CaseView): boolean {
    return this.#banned.has(view);
  }

  async deploy(): Promise<void> {
    await this.#each(async ({ played, prefix, answers }) => {
      const resources = played.files.map(({ name, text }) => ({
        name: name.replaceAll('R_', prefix),
        content: Buffer.from(text.replaceAll('R_', prefix)),
      }));
      answers.push(await this.#call({ rpc: 'DeployResource', request: { resources } }));
    });
    await this.#rest();
  }

  async play(round: number, isLast: boolean): Promise<void> {
    for (let turn = 0; turn <= rounds.steps; turn += 1) {
      // The last turn of the last round is for ending what still runs.
      if (turn === rounds.steps && !isLast) {
        break;
      }
      const acted: Seat[] = [];
      await this.#each(async (seat) => {
        if (await this.#act(seat, round, turn)) {
          acted.push(seat);
        }
      });
      if (acted.length > 0) {
        await this.#rest();
      }
    }
    for (const stride of isLast ? [] : rounds.strides) {
      const until = this.#start + round * rounds.length + stride;
      await this.#engine.advance(Math.max(until - this.#engine.now(), 1));
      await this.#rest();
    }
  }

  async #act(seat: Seat, round: number, turn: number): Promise<boolean> {
    const step = this.isBanned(seat.view)
      ? undefined
      : seat.played.client(seat.view, { round, turn });
    if (step === undefined) {
      return false;
    }
    seat.steps.push({ round, turn, step });
    seat.answers.push(await this.#call(callOf(step, seat.view, seat.prefix)));
    return true;
  }

  /** Makes a call; one that a broker was too busy for is made again, as its clients do. */
  async #call(call: RpcCall): Promise<Answer> {
    let answer = await this.#engine.execute(call);
    for (let i = 0; i < BUSY_TRIES && answer.status === 'RESOURCE_EXHAUSTED'; i += 1) {
      await delay(BUSY_WAIT_MS);
      answer = await this.#engine.execute(call);
    }
    return answer;
  }

  /** Does something for every case, a few at once: more would be too many for a broker. */
  async #each(work: (seat: Seat) => Promise<void>): Promise<void> {
    const waiting = this.#seats.values();
    const worker = async (): Promise<void> => {
      for (const seat of waiting) {
        await work(seat);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  /** Waits for rest, and shows each case what happened to it. */
  async #rest(): Promise<void> {
    await this.#engine.idle();
    const fresh = this.#engine.records(this.#mark);
    this.#mark += fresh.length;
    for (const record of fresh) {
      if (record.recordType === 'EVENT') {
        this.#show(record);
      }
    }
  }

  #show(record: TraceRecord): void {
    const instance = record.value.processInstanceKey;
    if (record.valueType === 'ERROR') {
      const banned = this.#byInstance.get(instance);
      if (banned !== undefined) {
        this.#banned.add(banned);
      }
      return;
    }
    const view = this.#byPrefix.get(prefixIn(record));
    if (view !== undefined && record.valueType === 'PROCESS_INSTANCE') {
      this.#byInstance.set(instance, view);
    }
    view?.follow(record);
  }
}

/** Whether a command was refused because processing it failed in the engine itself. */
function isDefect({ message = '' }: Answer): boolean {
  return message.includes("rejected with code 'PROCESSING_ERROR'");
}

function prefixIn({ valueType, value }: TraceRecord): string {
  const name = valueType === 'JOB_BATCH' ? value.type : value.bpmnProcessId;
  return typeof name === 'string' ? (/^run\d+_/.exec(name)?.[0] ?? '') : '';
}

/** A value in which names of the run are names of the case again. */
function unnamed<Value>(value: Value, prefix: string): Value {
  // What is plain JSON keeps its shape.
  return JSON.parse(JSON.stringify(value).replaceAll(prefix, 'R_')) as Value;
}
