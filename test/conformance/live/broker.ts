import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stopChild, tailOf } from './child.js';
import type { BrokerPorts } from '../../../cli/stack/broker-environment.js';
import { brokerEnvironment } from '../../../cli/stack/broker-environment.js';
import { freePorts } from '../../../cli/stack/free-ports.js';
import { findJdk } from '../../../cli/stack/java/jdk.js';
import { distribution } from '../../../cli/stack/java/maven.js';
import { PartMissing } from '../../../cli/stack/part-missing.js';
import type { Recorder } from './recorder.js';
import { startRecorder } from './recorder.js';

/** The version that traces are recorded from. */
export const BROKER_VERSION = '8.6.0';
const READY_LIMIT_MS = 180_000;

/** A private real broker whose every record comes to `recorder`. */
export interface Broker {
  readonly grpcAddress: string;
  readonly restAddress: string;
  readonly recorder: Recorder;
  /** Moves its clock, which runs on, forward by `ms` milliseconds. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The exporter sends what it has each second, and at once when it has this many bytes. A record of this
 * size brings everything before it along.
 */
export const EXPORT_BYTES = 50_000;

/** The kinds of records that the exporter leaves out unless it is told. */
const KINDS =
  'COMMAND EVENT REJECTION DECISION DECISIONEVALUATION DECISIONREQUIREMENTS DEPLOYMENT ERROR ESCALATION FORM INCIDENT JOB JOBBATCH MESSAGE MESSAGECORRELATION MESSAGESTARTEVENTSUBSCRIPTION MESSAGESUBSCRIPTION PROCESS PROCESSEVENT PROCESSINSTANCE PROCESSINSTANCEBATCH PROCESSINSTANCECREATION PROCESSINSTANCEMIGRATION PROCESSINSTANCEMODIFICATION PROCESSMESSAGESUBSCRIPTION RESOURCEDELETION SIGNAL SIGNALSUBSCRIPTION TIMER USERTASK VARIABLE VARIABLEDOCUMENT COMPENSATIONSUBSCRIPTION PROCESSINSTANCERESULT';

/**
 * Starts a real Camunda 8.6.0 broker with its gateway on free loopback ports: no login, a clock that
 * can be moved, data in a temporary folder. Ready in 10 to 30 s.
 * @throws PartMissing when Java, Maven or the distribution is missing, or the broker does not start
 */
export async function startBroker(): Promise<Broker> {
  const [{ home }, folder] = [await findJdk(), await distribution(BROKER_VERSION)];
  const [grpc = 0, command = 0, internal = 0, rest = 0, management = 0] = await freePorts(5);
  const data = await mkdtemp(join(tmpdir(), 'broker-'));
  const recorder = await startRecorder();
  const ports = { grpc, command, internal, rest, management };
  const child = spawn(join(folder, 'bin', 'broker'), [], {
    env: { ...process.env, JAVA_HOME: home, ...environment(ports, recorder.port, data) },
  });
  const tail = tailOf(child);
  // Without this the JVM outlives a run that ends by a signal or an uncaught error.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const close = async (): Promise<void> => {
    process.off('exit', kill);
    await stopChild(child);
    await recorder.close();
    await rm(data, { recursive: true, force: true });
  };
  const limit = Date.now() + READY_LIMIT_MS;
  while (!(await isReady(management))) {
    if (child.exitCode !== null || Date.now() > limit) {
      await close();
      throw new PartMissing(`The broker did not start. It wrote last:\n${tail()}`);
    }
    await delay(200);
  }
  return {
    grpcAddress: `127.0.0.1:${String(grpc)}`,
    restAddress: `http://127.0.0.1:${String(rest)}`,
    recorder,
    advance: (ms) => advance(management, ms),
    close,
  };
}

/**
 * The management port's clock moves everything in the broker. `PUT /v2/clock` stops time for the
 * processor alone: a timer that is due at once then never fires (seen on 8.6.0).
 */
async function advance(management: number, ms: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${String(management)}/actuator/clock/add`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ offsetMilli: ms }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`the broker's clock could not be moved: ${String(response.status)} ${text}`);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { ok, body } = await fetch(`http://127.0.0.1:${String(port)}/ready`);
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}

function environment(
  ports: BrokerPorts,
  recorder: number,
  data: string,
): Readonly<Record<string, string>> {
  const exporter = 'ZEEBE_BROKER_EXPORTERS_ELASTICSEARCH';
  const engine = 'ZEEBE_BROKER_EXPERIMENTAL_ENGINE';
  return {
    JAVA_OPTS: '-Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1',
    ...brokerEnvironment(ports, data),
    ZEEBE_CLOCK_CONTROLLED: 'true',
    // Its data need not survive anything.
    ZEEBE_BROKER_CLUSTER_RAFT_FLUSH_ENABLED: 'false',
    // What time brings is looked for often, so that a moved clock shows soon.
    [`${engine}_MESSAGES_TTLCHECKERINTERVAL`]: '200ms',
    [`${engine}_JOBS_TIMEOUTCHECKERPOLLINGINTERVAL`]: '100ms',
    [`${exporter}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${exporter}_ARGS_URL`]: `http://127.0.0.1:${String(recorder)}`,
    [`${exporter}_ARGS_BULK_DELAY`]: '1',
    [`${exporter}_ARGS_BULK_SIZE`]: '1000',
    [`${exporter}_ARGS_BULK_MEMORYLIMIT`]: String(EXPORT_BYTES),
    [`${exporter}_ARGS_RETENTION_ENABLED`]: 'false',
    ...Object.fromEntries(
      KINDS.split(' ').map((kind) => [`${exporter}_ARGS_INDEX_${kind}`, 'true']),
    ),
  };
}
