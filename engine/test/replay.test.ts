import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Random } from '../../test/chaos/random.js';
import { ControlledClock, isCommandRejected } from '../index.js';
import { deploys, replayBatch } from '../loop/replay.js';
import { ProcessCatalog } from '../model/process-catalog.js';
import { EngineState } from '../state/engine-state.js';
import { dumpState } from '../state/snapshot.js';
import { Bed, KeptJournal } from './bed.js';
import {
  boundary,
  end,
  message,
  messageElement,
  node,
  processXml,
  start,
  task,
  timer,
} from './process-xml.js';

const golden = fileURLToPath(new URL('../../test/conformance/golden', import.meta.url));
const bpmn = fileURLToPath(new URL('../../bpmn', import.meta.url));

const loop = processXml(
  'loop',
  {
    nodes: [
      start('s'),
      task(
        'work',
        '',
        '<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=item * 2" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>',
      ),
      boundary('late', 'work', timer('Duration', 'PT20S')),
      node('receiveTask', 'wait', '', 'messageRef="M"'),
      end('e'),
      end('l'),
    ],
    flows: ['s->work', 'work->wait', 'wait->e', 'late->l'],
  },
  messageElement('M', 'go', '=key'),
);
const byMessage = processXml(
  'by-message',
  {
    nodes: [start('s', message('M')), task('answer'), end('e')],
    flows: ['s->answer', 'answer->e'],
  },
  messageElement('M', 'begin'),
);

/** Applies the events of a journal as they come, as a standby would. */
class Follower {
  readonly state = new EngineState();
  readonly #catalog = new ProcessCatalog(this.state);
  readonly #journal: KeptJournal;
  #read = 0;

  constructor(journal: KeptJournal) {
    this.#journal = journal;
  }

  async catchUp(): Promise<void> {
    for (; this.#read < this.#journal.batches.length; this.#read += 1) {
      const batch = this.#journal.batches[this.#read]!;
      replayBatch(this.state, this.#catalog, batch);
      if (deploys(batch)) {
        await this.#catalog.prepare();
      }
    }
  }
}

type Pick = <T>(from: readonly T[]) => T | undefined;

async function step(bed: Bed, pick: Pick, next: () => number): Promise<void> {
  const { queries } = bed.engine;
  const definition = pick(queries.definitions());
  const job = pick(queries.jobs());
  const instance = pick(queries.instances());
  const incident = pick(queries.incidents());
  const element = instance === undefined ? undefined : pick(queries.elements(instance.key));
  const variables = {
    key: `k${String(Math.floor(next() * 3))}`,
    x: Math.floor(next() * 9),
    items: [1, 2, 3].slice(0, Math.floor(next() * 4)),
  };
  const create = () =>
    bed.run('PROCESS_INSTANCE_CREATION', 'CREATE', {
      bpmnProcessId: definition?.bpmnProcessId ?? 'x',
      variables,
    });
  const actions: (() => Promise<unknown>)[] = [
    create,
    create,
    create,
    () => bed.jobs(job?.value.type ?? 'none', 1 + Math.floor(next() * 3)),
    () => bed.run('JOB', 'COMPLETE', { variables: { r: next() } }, job?.key ?? 1),
    () => bed.run('JOB', 'COMPLETE', {}, job?.key ?? 1),
    () =>
      bed.run(
        'JOB',
        'FAIL',
        { retries: Math.floor(next() * 2), retryBackoff: next() < 0.5 ? 0 : 4_000 },
        job?.key ?? 1,
      ),
    () =>
      bed.run(
        'JOB',
        'THROW_ERROR',
        { errorCode: next() < 0.6 ? 'c1' : 'zzz', variables: { ev: 1 } },
        job?.key ?? 1,
      ),
    () => bed.run('JOB', 'UPDATE', { retries: 3, changedAttributes: ['retries'] }, job?.key ?? 1),
    () =>
      bed.run('MESSAGE', 'PUBLISH', {
        name: pick(['go', 'begin', 'p6_n', 'p6_i', 'p6_eb', 'p4_m1']),
        correlationKey: variables.key,
        timeToLive: next() < 0.5 ? 0 : 9_000,
        variables: { v: next() },
      }),
    () =>
      bed.run('SIGNAL', 'BROADCAST', {
        signalName: pick(['p5_sig', 'p5_sig2']),
        variables: { s: 1 },
      }),
    () => bed.run('INCIDENT', 'RESOLVE', {}, incident?.key ?? 1),
    () =>
      bed.run('VARIABLE_DOCUMENT', 'UPDATE', {
        scopeKey: element?.key ?? 1,
        variables,
        updateSemantics: pick(['LOCAL', 'PROPAGATE']),
      }),
    () => bed.run('PROCESS_INSTANCE', 'CANCEL', {}, next() < 0.3 ? (instance?.key ?? 1) : 1),
    () => bed.advance(Math.floor(next() * 6_000)),
  ];
  await pick(actions)?.();
}

const seeds = (process.env.REPLAY_SEEDS ?? '1,2,3').split(',').map(Number);

test.each(seeds)(
  'replaying the journal rebuilds the state that the live run ended with (seed %d)',
  async (seed) => {
    // given every recorded model, deployed into one engine
    const random = new Random(seed);
    const next = (): number => random.next();
    const pick: Pick = (from) => from[Math.floor(next() * from.length)];
    const bed = await Bed.open();
    const names = readdirSync(golden).filter((name) => /\.(bpmn|dmn)$/.test(name));
    await bed.deploy(
      ...names.map((name) => [name, readFileSync(join(golden, name), 'utf8')] as const),
    );
    await bed.deploy(['loop.bpmn', loop], ['by-message.bpmn', byMessage]);
    // when random commands run, many of them refused
    const follower = new Follower(bed.journal);
    let refused = 0;
    let taken = 0;
    let middle = 0;
    for (let round = 0; round < 400; round += 1) {
      try {
        await step(bed, pick, next);
        taken += 1;
      } catch (error) {
        if (!isCommandRejected(error)) {
          throw error;
        }
        refused += 1;
      }
      await follower.catchUp();
      const followed = JSON.stringify(dumpState(follower.state));
      if (followed !== JSON.stringify(bed.engine.dumpState())) {
        // then what the events alone give differs from what the live run has
        expect(JSON.parse(followed)).toEqual(JSON.parse(JSON.stringify(bed.engine.dumpState())));
      }
      if (round === 200) {
        middle = bed.journal.batches.length;
      }
    }
    const live = JSON.parse(JSON.stringify(bed.engine.dumpState())) as unknown;
    // then no processor failed, and the journal alone gives the same state
    expect(bed.defects).toEqual([]);
    expect(Math.min(taken, refused)).toBeGreaterThan(20);
    const again = await Bed.open({ journal: reopened(bed.journal.batches), clock: standing() });
    expect(JSON.parse(JSON.stringify(again.engine.dumpState()))).toEqual(live);
    await again.engine.close();
    // and so do a snapshot from the middle and the batches after it
    const half = await Bed.open({
      journal: reopened(bed.journal.batches.slice(0, middle)),
      clock: standing(),
    });
    const journal = reopened(bed.journal.batches);
    const state = JSON.parse(JSON.stringify(half.engine.dumpState())) as { lastPosition: number };
    journal.snapshots.push({ position: state.lastPosition, state });
    const resumed = await Bed.open({ journal, clock: standing() });
    expect(JSON.parse(JSON.stringify(resumed.engine.dumpState()))).toEqual(live);
    await Promise.all([half.engine.close(), resumed.engine.close(), bed.engine.close()]);
  },
  120_000,
);

/** A clock before everything, so that opening an engine makes nothing due. */
function standing(): ControlledClock {
  return new ControlledClock(0);
}

function reopened(batches: KeptJournal['batches']): KeptJournal {
  const journal = new KeptJournal();
  journal.batches = [...batches];
  return journal;
}

test('a batch with more than a hundred follow-up commands goes on in the backlog, also after a restart', async () => {
  // given a collection whose instances need several batches
  const items = Array.from({ length: 450 }, (_, place) => place);
  const bed = await Bed.open();
  await bed.deploy(['loop.bpmn', loop]);
  await bed.run('PROCESS_INSTANCE_CREATION', 'CREATE', {
    bpmnProcessId: 'loop',
    variables: { items, key: 'k' },
  });
  expect(bed.engine.queries.jobs('work')).toHaveLength(450);
  // when the journal ends after the first of those batches
  const creation = bed.journal.batches.findIndex((batch) =>
    batch.some(
      (one) =>
        one.intent === 'CREATE_BATCH' ||
        (one.valueType === 'PROCESS_INSTANCE_CREATION' && one.intent === 'CREATE'),
    ),
  );
  const cut = reopened(bed.journal.batches.slice(0, creation + 1));
  const again = await Bed.open({ journal: cut, clock: standing() });
  await again.engine.idle();
  // then the rest is processed from the log
  expect(again.engine.queries.jobs('work')).toHaveLength(450);
  expect(bed.journal.batches.length).toBeGreaterThan(creation + 3);
  await Promise.all([bed.engine.close(), again.engine.close()]);
});

test('the booking model and its decision deploy', async () => {
  const bed = await Bed.open();
  for (const name of ['ticket-booking.bpmn', 'fare.dmn']) {
    await bed.deploy([name, readFileSync(join(bpmn, name), 'utf8')]);
  }
  expect(bed.engine.queries.definitions().map((one) => one.bpmnProcessId)).toEqual([
    'ticket-booking',
  ]);
  expect(bed.engine.queries.decisions().map((one) => one.decisionId)).toContain('fare');
  await bed.engine.close();
});
