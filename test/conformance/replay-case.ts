import { setTimeout as delay } from 'node:timers/promises';
import type { ClientCommand } from '../../engine/index.js';
import { ControlledClock, Engine, isCommandRejected } from '../../engine/index.js';
import { definitionsIn } from './definitions.js';
import { fetchedVariables } from './fetched-variables.js';
import type { GoldenCase, Resource } from './golden-folder.js';
import { KeyMap } from './key-map.js';
import { messagesFromBefore } from './messages-from-before.js';
import { passTime } from './pass-time.js';
import { startTime } from './start-time.js';
import type { TraceRecord } from './trace.js';
import { isObject, outsideCommand } from './trace.js';

/** Longest a case may take, in ms of real time. */
const CASE_LIMIT_MS = 30_000;

/** Thrown when a case could not be brought to its end; the message says at which step. */
export class ReplayFailure extends Error {
  override readonly name = 'ReplayFailure';
}

/**
 * Runs a recorded case on a fresh engine in memory: deploys its resources, then does what clients did
 * in the stream, in order, and lets time pass where it passed there.
 * @returns our stream, from the first of the recorded commands on
 * @throws ReplayFailure when a deployment is refused or the engine does not come to rest
 */
export async function replayCase(golden: GoldenCase): Promise<readonly TraceRecord[]> {
  const clock = new ControlledClock(startTime(golden.trace));
  const engine = await Engine.open({ clock });
  const limit = new AbortController();
  try {
    const late = delay(CASE_LIMIT_MS, undefined, { signal: limit.signal }).then(() => {
      throw new ReplayFailure(`the case did not end within ${String(CASE_LIMIT_MS)} ms`);
    });
    return await Promise.race([run(golden, { engine, clock }), late]);
  } finally {
    limit.abort();
    await engine.close();
  }
}

interface Stage {
  readonly engine: Engine;
  readonly clock: ControlledClock;
}

async function run(golden: GoldenCase, { engine, clock }: Stage): Promise<readonly TraceRecord[]> {
  const ours: TraceRecord[] = [];
  const stop = engine.onRecords((records) => {
    for (const record of records) {
      // Record values are JSON objects by the engine's contract.
      ours.push({ ...record, value: record.value as TraceRecord['value'] });
    }
  });
  const keys = new KeyMap(golden.trace);
  try {
    for (const resource of golden.resources) {
      await deploy(engine, resource);
    }
    defineKeys(keys, golden.trace, ours);
    for (const message of messagesFromBefore(golden.trace)) {
      await engine.execute({ valueType: 'MESSAGE', intent: 'PUBLISH', value: message });
    }
    await engine.idle();
    const setup = ours.length;
    for (const record of golden.trace) {
      const kind = outsideCommand(record);
      if (kind === 'client') {
        await act(engine, withFetched(record, golden, translate(record, keys, ours.slice(setup))));
      } else if (kind === 'time') {
        await passTime(
          { record, ours, key: keys.key(record.key, ours.slice(setup)) },
          { engine, clock },
        );
      }
    }
    await engine.idle();
    return ours.slice(setup);
  } finally {
    stop();
  }
}

function translate(record: TraceRecord, keys: KeyMap, ours: readonly TraceRecord[]): ClientCommand {
  const value = keys.translate(record.value, ours);
  return {
    valueType: record.valueType,
    intent: record.intent,
    value: isObject(value) ? value : {},
    ...(record.key === -1 ? {} : { key: keys.key(record.key, ours) }),
  };
}

function withFetched(
  record: TraceRecord,
  golden: GoldenCase,
  command: ClientCommand,
): ClientCommand {
  const variables =
    record.valueType === 'JOB_BATCH' ? fetchedVariables(record, golden.trace) : undefined;
  return variables === undefined ? command : { ...command, value: { ...command.value, variables } };
}

/**
 * Sends a command and waits until the engine is at rest, not for the answer: one that awaits the end
 * of an instance may come much later. What it answers is in the stream.
 */
async function act(engine: Engine, command: ClientCommand): Promise<void> {
  let defect: unknown;
  const answered = engine.execute(command).then(
    () => undefined,
    (error: unknown) => {
      defect = isCommandRejected(error) ? undefined : error;
    },
  );
  await engine.idle();
  if (command.intent !== 'CREATE_WITH_AWAITING_RESULT') {
    await answered;
  }
  if (defect !== undefined) {
    throw new ReplayFailure(
      `${command.valueType} ${command.intent} failed: ${defect instanceof Error ? defect.message : 'unknown error'}`,
    );
  }
}

async function deploy(engine: Engine, resource: Resource): Promise<void> {
  const bytes = Buffer.from(resource.text, 'utf8').toString('base64');
  const value = { resources: [{ resourceName: resource.name, resource: bytes }] };
  try {
    await engine.execute({ valueType: 'DEPLOYMENT', intent: 'CREATE', value });
  } catch (error) {
    throw new ReplayFailure(
      `deploying ${resource.name} failed: ${error instanceof Error ? error.message : 'unknown error'}`,
    );
  }
}

/** Definition keys were given before the streams begin: they are matched by id. */
function defineKeys(
  keys: KeyMap,
  recorded: readonly TraceRecord[],
  ours: readonly TraceRecord[],
): void {
  const own = definitionsIn(ours);
  for (const [id, key] of definitionsIn(recorded)) {
    const ourKey = own.get(id);
    if (ourKey !== undefined) {
      keys.define(key, ourKey);
    }
  }
}
