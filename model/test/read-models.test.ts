/**
 * Reads every `.bpmn` file of the folder that MODEL_FOLDER names, and compares each verdict with the
 * folder's `index.tsv` (columns `file` and `deploy_8.6.0`: `deployed` or `rejected`) when there is
 * one. Skipped without the variable.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentErrors, readBpmn, validate } from '../index.js';

const folder = process.env.MODEL_FOLDER;
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.bpmn'))
        .sort();
const verdicts = folder === undefined ? new Map<string, string>() : readVerdicts(folder);

function readVerdicts(from: string): ReadonlyMap<string, string> {
  const index = join(from, 'index.tsv');
  if (!existsSync(index)) {
    return new Map();
  }
  const [head = '', ...rows] = readFileSync(index, 'utf8').trim().split('\n');
  const names = head.split('\t');
  return new Map(
    rows
      .map((row) => row.split('\t'))
      .map((row) => [row[names.indexOf('file')] ?? '', row[names.indexOf('deploy_8.6.0')] ?? '']),
  );
}

(folder === undefined ? describe.skip : describe)('models of other people', () => {
  test.each(files)('%s is read without a crash and judged as the broker does', async (file) => {
    const model = await readBpmn(readFileSync(join(folder ?? '', file), 'utf8'), { file });

    const verdict = deploymentErrors(model).length === 0 ? 'deployed' : 'rejected';

    expect(model.root).toBeDefined();
    expect(validate([model])).toBeDefined();
    expect(verdict).toBe(verdicts.get(file) ?? verdict);
  });
});
