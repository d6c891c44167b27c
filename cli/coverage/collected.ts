import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { PassedProcess } from '../../engine/testing/coverage/passed.js';
import type { CoveredModel } from '../../engine/testing/coverage/report.js';
import { checksumOf } from '../../engine/model/parsed-bpmn.js';
import { readBpmn } from '../../model/index.js';

/** What test engines put into a folder. */
export interface Collected {
  readonly passed: readonly PassedProcess[];
  readonly models: readonly CoveredModel[];
}

/** Names of the files that test engines write; nothing else in the folder is read or deleted. */
const ours = /^(\d+-[\da-f-]{36}\.jsonl|[\da-f]{32}\.bpmn)$/;

/** Reads what test engines collected; nothing where there is no such folder. */
export async function readCollected(folder: string): Promise<Collected> {
  const names = await namesIn(folder);
  const texts = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  const passed = texts
    .filter(({ name }) => name.endsWith('.jsonl'))
    .flatMap(({ text }) => text.split('\n').flatMap(readLine));
  const models = await Promise.all(
    texts
      .filter(({ name }) => name.endsWith('.bpmn'))
      .map(({ name, text }) => {
        const checksum = name.slice(0, -'.bpmn'.length);
        const named = passed.find((one) => one.checksum === checksum);
        return readModel(text, { checksum, resourceName: named?.resourceName ?? name });
      }),
  );
  return { passed, models };
}

/** Deletes what test engines collected. */
export async function removeCollected(folder: string): Promise<void> {
  const names = await namesIn(folder);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

/** Reads the BPMN files of a folder, at any depth, or one file. Rejects when there is none. */
export async function readModels(path: string): Promise<readonly CoveredModel[]> {
  const found = path.endsWith('.bpmn')
    ? [path]
    : (await readdir(path, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && entry.name.endsWith('.bpmn'))
        .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    found.sort().map(async (file) => {
      const content = await readFile(file);
      const names = { checksum: checksumOf(content), resourceName: file };
      return readModel(content.toString('utf8'), names);
    }),
  );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => ours.test(name)).sort();
  } catch (error) {
    // Not by class: a test runner's errors and Node's are of different worlds.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

async function readModel(
  text: string,
  names: { readonly checksum: string; readonly resourceName: string },
): Promise<CoveredModel> {
  return { ...names, model: await readBpmn(text, { file: names.resourceName }) };
}

/** A line of a file; nothing for the torn last line of a test process that was killed. */
function readLine(line: string): readonly PassedProcess[] {
  try {
    const value: unknown = JSON.parse(line);
    return isPassed(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isPassed(value: unknown): value is PassedProcess {
  return (
    typeof value === 'object' &&
    value !== null &&
    'processId' in value &&
    typeof value.processId === 'string' &&
    'checksum' in value &&
    'instances' in value &&
    typeof value.instances === 'number' &&
    'elements' in value &&
    typeof value.elements === 'object' &&
    'flows' in value &&
    typeof value.flows === 'object'
  );
}
