import type { TraceLog } from '../live/trace-log.js';
import type { TraceRecord } from '../trace.js';
import type { Answer, Call, JudgedEngine } from './judged-engine.js';
import { OpenEnds } from './open-ends.js';

/** Messages by this name are the driver's own: they show how far the engine has come. */
const MARKER = 'jobwright-rest-marker';
/** How long something that is due may take, in milliseconds of the machine. */
const DUE_LIMIT_MS = 5_000;
/** An instance that ends may start another. */
const RESET_ROUNDS = 5;

/** What a real engine of some kind brings. */
export interface RealParts {
  readonly name: string;
  readonly version: string;
  readonly hasRest: boolean;
  /** Whether `DeleteResource` is answered. */
  readonly canDelete: boolean;
  readonly log: TraceLog;
  now(): number;
  execute(call: Call): Promise<Answer>;
  /** Brings everything that is written so far into `log`; resolves within a second or so. */
  catchUp(): Promise<void>;
  /** Moves the clock. */
  move(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Makes a judged engine of a real one: hides the driver's own records, and waits for what is due. */
export function realEngine(parts: RealParts): JudgedEngine {
  const shown: TraceRecord[] = [];
  const ends = new OpenEnds();
  let read = 0;
  const pull = (): void => {
    const fresh = parts.log.after(read);
    read += fresh.length;
    ends.follow(fresh);
    shown.push(...fresh.filter((record) => !isOwn(record)));
  };
  const idle = async (): Promise<void> => {
    const limit = Date.now() + DUE_LIMIT_MS;
    for (;;) {
      pull();
      const before = shown.length;
      await parts.catchUp();
      pull();
      const isQuiet = shown.length === before && !ends.isDue(parts.now());
      if (isQuiet || Date.now() > limit) {
        // What did not happen by now never will: the engine has given up the instance, say.
        ends.forgetDue(parts.now());
        return;
      }
      if (shown.length === before) {
        await parts.log.more(50);
      }
    }
  };
  const advance = async (ms: number): Promise<void> => {
    await idle();
    await parts.move(ms);
    await idle();
  };
  return {
    ...parts,
    mark: () => {
      pull();
      return shown.length;
    },
    records: (mark) => {
      pull();
      return shown.slice(mark);
    },
    idle,
    advance,
    reset: async () => {
      await idle();
      // Messages first: one that is kept can start the next instance when one ends.
      const kept = ends.lastMessageExpires - parts.now();
      if (kept > 0) {
        await advance(kept + 1);
      }
      for (let i = 0; i < RESET_ROUNDS && ends.instances.length > 0; i++) {
        for (const processInstanceKey of ends.instances) {
          await parts.execute({ rpc: 'CancelProcessInstance', request: { processInstanceKey } });
        }
        await idle();
      }
      if (parts.canDelete) {
        for (const resourceKey of ends.definitions) {
          await parts.execute({ rpc: 'DeleteResource', request: { resourceKey } });
        }
      } else {
        for (const id of ends.startable) {
          await parts.execute(replacementOf(id));
        }
      }
      await idle();
    },
  };
}

/** Deploys a version of a process that nothing but a client starts. */
function replacementOf(processId: string): Call {
  const content = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="http://jobwright">
  <bpmn:process id="${processId}" isExecutable="true"><bpmn:startEvent id="start" /></bpmn:process>
</bpmn:definitions>`);
  return { rpc: 'DeployResource', request: { resources: [{ name: 'replacement.bpmn', content }] } };
}

/** A call that leaves a mark of at least `bytes` in the stream and nothing in the engine. */
export function markerCall(id: string, bytes = 0): Call {
  const variables = JSON.stringify({ filling: ' '.repeat(bytes) });
  const request = { name: MARKER, correlationKey: id, timeToLive: 0, variables };
  return { rpc: 'PublishMessage', request };
}

/** Whether a record tells that the marker `id` was worked off. */
export function isMarkerDone(record: TraceRecord, id: string): boolean {
  return (
    record.intent === 'PUBLISHED' &&
    record.value.name === MARKER &&
    record.value.correlationKey === id
  );
}

/** Kinds of records that are no concern of processes: clocks, users, statistics. */
const OTHER_KINDS = new Set([
  'CLOCK',
  'USAGE_METRIC',
  'IDENTITY_SETUP',
  'TENANT',
  'ROLE',
  'AUTHORIZATION',
  'USER',
  'MESSAGE_BATCH',
  'COMMAND_DISTRIBUTION',
  'DEPLOYMENT_DISTRIBUTION',
]);

function isOwn(record: TraceRecord): boolean {
  return record.value.name === MARKER || OTHER_KINDS.has(record.valueType);
}
