import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PartMissing } from '../part-missing.js';

const run = promisify(execFile);

/** Where Debian and others put JDKs. */
const JVM_FOLDER = '/usr/lib/jvm';
/** What Camunda needs at least. */
const MIN_MAJOR = 21;

/** An installed Java. */
export interface Jdk {
  readonly home: string;
  readonly major: number;
}

/**
 * A JDK 21 or newer: `JAVA_HOME`, the `java` on the path, or one that is installed.
 * @throws PartMissing when there is none
 */
export async function findJdk(): Promise<Jdk> {
  const installed = await readdir(JVM_FOLDER).catch(() => []);
  const candidates = [
    ...(process.env.JAVA_HOME === undefined ? [] : [join(process.env.JAVA_HOME, 'bin', 'java')]),
    'java',
    ...installed.map((name) => join(JVM_FOLDER, name, 'bin', 'java')),
  ];
  for (const java of candidates) {
    const jdk = await inspect(java);
    if (jdk !== undefined) {
      return jdk;
    }
  }
  throw new PartMissing(
    `No JDK ${String(MIN_MAJOR)} or newer was found: install one (Debian: openjdk-21-jdk-headless) or set JAVA_HOME.`,
  );
}

/** What a `java` is; undefined when it is too old, or without a compiler. */
async function inspect(java: string): Promise<Jdk | undefined> {
  try {
    const { stderr } = await run(java, ['-XshowSettings:properties', '-version']);
    const home = /java\.home = (.*)/.exec(stderr)?.[1]?.trim() ?? '';
    const major = Number(/java\.specification\.version = (\d+)/.exec(stderr)?.[1] ?? 0);
    await access(join(home, 'bin', 'javac'));
    return major >= MIN_MAJOR ? { home, major } : undefined;
  } catch {
    return undefined;
  }
}
