import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Thrown when what only runs on Java cannot run here; the message says what to install. */
export class LivePartMissing extends Error {
  override readonly name = 'LivePartMissing';
}

/** Where Debian and others put JDKs. */
const JVM_FOLDER = '/usr/lib/jvm';
/** What the real broker needs at least. */
const MIN_MAJOR = 21;

/**
 * The home of a JDK 21 or newer: `JAVA_HOME`, the `java` on the path, or one that is installed.
 * @throws LivePartMissing when there is none
 */
export async function findJdk(): Promise<string> {
  const installed = await readdir(JVM_FOLDER).catch(() => []);
  const candidates = [
    ...(process.env.JAVA_HOME === undefined ? [] : [join(process.env.JAVA_HOME, 'bin', 'java')]),
    'java',
    ...installed.map((name) => join(JVM_FOLDER, name, 'bin', 'java')),
  ];
  for (const java of candidates) {
    const home = await homeOf(java);
    if (home !== undefined) {
      return home;
    }
  }
  throw new LivePartMissing(
    `No JDK ${String(MIN_MAJOR)} or newer was found: install one (Debian: openjdk-21-jdk-headless) or set JAVA_HOME.`,
  );
}

/** The home of a Java that is new enough; undefined for any other. */
async function homeOf(java: string): Promise<string | undefined> {
  try {
    const { stderr } = await run(java, ['-XshowSettings:properties', '-version']);
    const home = /java\.home = (.*)/.exec(stderr)?.[1]?.trim();
    const major = Number(/java\.specification\.version = (\d+)/.exec(stderr)?.[1] ?? 0);
    return major >= MIN_MAJOR ? home : undefined;
  } catch {
    return undefined;
  }
}
