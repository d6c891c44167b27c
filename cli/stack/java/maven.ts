import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.js';
import { PartMissing } from '../part-missing.js';

const run = promisify(execFile);
const LOUD = { maxBuffer: 64 * 1024 * 1024 };

/**
 * The folder of an unpacked `io.camunda:camunda-zeebe` distribution; Maven downloads it once (350 MB).
 * @throws PartMissing when Maven is missing or cannot download it
 */
export async function distribution(version: string): Promise<string> {
  const cache = await cacheFolder();
  const name = `camunda-zeebe-${version}`;
  const unpacked = join(cache, name);
  if (await exists(unpacked)) {
    return unpacked;
  }
  const download = await mkdtemp(join(cache, 'download-'));
  try {
    await maven([
      'dependency:copy',
      `-Dartifact=io.camunda:camunda-zeebe:${version}:tar.gz`,
      `-DoutputDirectory=${download}`,
    ]);
    const archive = (await readdir(download)).find((file) => file.endsWith('.tar.gz'));
    await run('tar', ['xzf', join(download, archive ?? `${name}.tar.gz`), '-C', download]);
    await rename(join(download, name), unpacked).catch(async (error: unknown) => {
      // Another run may have unpacked it meanwhile.
      if (!(await exists(unpacked))) {
        throw error;
      }
    });
    return unpacked;
  } finally {
    await rm(download, { recursive: true, force: true });
  }
}

/** What Maven calls a library. */
export interface Artifact {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

/**
 * The class path of a library with everything it needs at run time; Maven resolves it once.
 * @throws PartMissing when Maven is missing or cannot download it
 */
export async function classPath(artifact: Artifact): Promise<string> {
  const { groupId, artifactId, version } = artifact;
  const base = join(await cacheFolder(), `${groupId}-${artifactId}-${version}`);
  const file = `${base}.classpath`;
  if (!(await exists(file))) {
    await writeFile(`${base}.pom.xml`, pomOf(artifact));
    const part = `${file}.${String(process.pid)}`;
    await maven([
      ...['-f', `${base}.pom.xml`],
      'dependency:build-classpath',
      `-Dmdep.outputFile=${part}`,
    ]);
    await rename(part, file);
  }
  return (await readFile(file, 'utf8')).trim();
}

function pomOf({ groupId, artifactId, version }: Artifact): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>jobwright</groupId>
  <artifactId>class-path</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>${groupId}</groupId>
      <artifactId>${artifactId}</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
}

async function maven(args: readonly string[]): Promise<void> {
  try {
    await run('mvn', ['-q', '-B', ...args], LOUD);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const why = text.includes('ENOENT')
      ? 'Maven was not found: install it (Debian: maven).'
      : `Maven could not run ${basename(args.join(' '))}: ${text}`;
    throw new PartMissing(why, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
