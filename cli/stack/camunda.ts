import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { brokerEnvironment, type BrokerPorts } from './broker-environment.js';
import { findJdk } from './java/jdk.js';
import { distribution } from './java/maven.js';
import { startProcess } from './start-process.js';
import type { StackProcess } from './state.js';

/** What Camunda is started with. */
export interface CamundaOptions {
  readonly version: string;
  /** Folder for the broker's data. */
  readonly directory: string;
  readonly log: string;
  readonly ports: BrokerPorts;
  /** What the description of the stack says. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Downloads what Camunda needs, once (350 MB). Throws PartMissing when it cannot be had. */
export async function fetchCamunda(version: string): Promise<void> {
  await findJdk();
  await distribution(version);
}

/**
 * Starts broker, gateway and Operate in one JVM; healthy after 30 to 60 s.
 * @throws PartMissing when Java, Maven or the distribution is missing
 */
export async function startCamunda(options: CamundaOptions): Promise<StackProcess> {
  const { home } = await findJdk();
  const folder = await distribution(options.version);
  await mkdir(options.directory, { recursive: true });
  return startProcess({
    program: join(folder, 'bin', 'camunda'),
    args: [],
    env: {
      ...process.env,
      JAVA_HOME: home,
      ...brokerEnvironment(options.ports, options.directory),
      ...options.environment,
    },
    // What a library writes beside it (a log file, a cache) goes there too.
    cwd: options.directory,
    log: options.log,
  });
}
