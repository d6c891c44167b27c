/**
 * Reads every `.bpmn` file of the folder that MODEL_FOLDER names, and compares each verdict with the
 * folder's `index.tsv` when there is one: columns `file`, `deploy_8.6.0` (`deployed` or `rejected`) and
 * `reason` (the broker's text, with ` | ` for line breaks, which may be cut). Prints how many agree.
 * Skipped without the variable.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  deploymentErrors,
  formatDeploymentErrors,
  readBpmn,
  validate,
  type BpmnModel,
} from '../index.js';

const folder = process.env.MODEL_FOLDER;
const files =
  folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.bpmn'))
        .sort();
const verdicts = folder === undefined ? new Map<string, Verdict>() : readVerdicts(folder);

interface Verdict {
  readonly verdict: string;
  readonly reason: string;
}

function readVerdicts(from: string): ReadonlyMap<string, Verdict> {
  const index = join(from, 'index.tsv');
  if (!existsSync(index)) {
    return new Map();
  }
  const [head = '', ...rows] = readFileSync(index, 'utf8').trim().split('\n');
  const column = (name: string) => head.split('\t').indexOf(name);
  return new Map(
    rows
      .map((row) => row.split('\t'))
      .map((cells) => [
        cells[column('file')] ?? '',
        {
          verdict: cells[column('deploy_8.6.0')] ?? '',
          reason: cells[column('reason')] ?? '',
        },
      ]),
  );
}

const read = (file: string): Promise<BpmnModel> =>
  readBpmn(readFileSync(join(folder ?? '', file), 'utf8'), { file });

function verdictOf(model: BpmnModel): string {
  return deploymentErrors(model).length === 0 ? 'deployed' : 'rejected';
}

/** Elements and messages of a rejection, which the broker lists in no fixed order. */
function partsOf(text: string): readonly string[] {
  return text
    .replace(/^['`]m['`]: /, '')
    .split(/(?:^|[\s|]+)- (?:Element|Process|ERROR): /)
    .map((part) => part.replace(/\s+/g, ' ').replace(/[\s|]+$/, ''))
    .filter((part) => part !== '');
}

/** What the broker says and we do not; its last part may be cut. */
function missing(reason: string, model: BpmnModel): readonly string[] {
  const ours = partsOf(formatDeploymentErrors('m', deploymentErrors(model)));
  const theirs = partsOf(reason);
  return theirs.filter(
    (part, index) =>
      !ours.some((own) => own === part || (index === theirs.length - 1 && own.startsWith(part))),
  );
}

(folder === undefined ? describe.skip : describe)('models of other people', () => {
  test.each(files)('%s is read without a crash and judged as the broker does', async (file) => {
    const model = await read(file);
    const known = verdicts.get(file);

    expect(model.root).toBeDefined();
    expect(verdictOf(model)).toBe(known?.verdict ?? verdictOf(model));
    expect(missing(known?.reason ?? '', model)).toEqual([]);
    const errors = validate([model], { target: '8.6' }).filter(
      ({ severity }) => severity === 'error',
    );
    expect(errors.length > 0).toBe(verdictOf(model) === 'rejected');
  });

  test('the verdicts are counted', async () => {
    const models = await Promise.all(files.map(read));
    const judged = models.filter(({ file }) => verdicts.has(file));
    const agreeing = judged.filter(
      (model) => verdictOf(model) === verdicts.get(model.file)?.verdict,
    );
    const sameText = agreeing.filter(
      (model) => missing(verdicts.get(model.file)?.reason ?? '', model).length === 0,
    );
    const own = judged.filter(
      (model) =>
        validate([model]).some(({ severity }) => severity === 'error') !==
        (verdicts.get(model.file)?.verdict === 'rejected'),
    );

    process.stdout.write(
      `${String(models.length)} models, ${String(judged.length)} with a verdict, ${String(agreeing.length)} agree, ${String(sameText.length)} in the same words; judged otherwise for their own version: ${own.map(({ file }) => file).join(', ') || 'none'}\n`,
    );
    expect(agreeing).toHaveLength(judged.length);
  });

  test('all of them together are validated as one set', async () => {
    expect(validate(await Promise.all(files.map(read)))).toBeDefined();
  });
});
