import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.js';
import { LivePartMissing } from './jdk.js';

const run = promisify(execFile);
const LOUD = { maxBuffer: 64 * 1024 * 1024 };

/**
 * The folder of an unpacked `io.camunda:camunda-zeebe` distribution; Maven downloads it once (350 MB).
 * @throws LivePartMissing when Maven is missing or cannot download it
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

/**
 * The class path of a pom's run-time dependencies; Maven resolves it once for each content of the pom.
 * @throws LivePartMissing when Maven is missing or cannot download them
 */
export async function classPath(pom: string): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex');
  const file = join(await cacheFolder(), `${digest.slice(0, 16)}.classpath`);
  if (!(await exists(file))) {
    await maven(['-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${file}`]);
  }
  return (await readFile(file, 'utf8')).trim();
}

async function maven(args: readonly string[]): Promise<void> {
  try {
    await run('mvn', ['-q', '-B', ...args], LOUD);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new LivePartMissing(`Maven could not run ${basename(args.join(' '))}: ${text}`, {
      cause: error,
    });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
