import type { Client, PlayedCase, TimedStep } from './play-batch.js';
import { RandomClient } from './decide.js';
import { emitCase } from './emit-process.js';
import type { CasePlan } from './plan.js';
import { rounds } from './rounds.js';

/** A case as it is played first: its client decides from what it sees. */
export function freeCase(plan: CasePlan): PlayedCase {
  const client = new RandomClient(plan);
  return {
    files: emitCase(plan),
    client: (view, { turn }) => (turn === rounds.steps ? client.last(view) : client.next(view)),
  };
}

/** A case as it is played again: the same steps at the same time. */
export function scriptedCase(plan: CasePlan, steps: readonly TimedStep[]): PlayedCase {
  return { files: emitCase(plan), client: scripted(steps) };
}

function scripted(steps: readonly TimedStep[]): Client {
  const byTurn = new Map(steps.map(({ round, turn, step }) => [`${round} ${turn}`, step]));
  return (_view, { round, turn }) => byTurn.get(`${round} ${turn}`);
}
