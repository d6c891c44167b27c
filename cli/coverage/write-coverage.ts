import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { coveragePage, coveragePictures } from '../../engine/testing/coverage/page.js';
import { coverageReport, type CoverageReport } from '../../engine/testing/coverage/report.js';
import { coverageSummary } from '../../engine/testing/coverage/summary.js';
import { shortfalls, type Thresholds } from '../../engine/testing/coverage/thresholds.js';
import { printableLine } from '../report/printable.js';
import { readCollected, readModels, removeCollected } from './collected.js';

/** How process coverage is reported. */
export interface CoverageOptions {
  /** Folder of the report: `index.html`, `coverage.json`, an SVG file of each process. @default 'coverage/process' */
  readonly directory?: string;
  /** Least percent that each process must have, or the run fails. @default 0 */
  readonly min?: Thresholds;
  /** BPMN files, or folders of them, whose processes count also when no test deploys them. */
  readonly models?: string | readonly string[];
}

/** What came of it. */
export interface WrittenCoverage {
  readonly report: CoverageReport;
  /** The summary, to be printed; safe for a terminal. */
  readonly lines: readonly string[];
  /** What falls short of `min`, a line each. */
  readonly shortfalls: readonly string[];
}

/** Folder of the report when none is named. */
export const defaultDirectory = join('coverage', 'process');

/** Folder that test engines collect in, for a folder of the report. */
export function collectingFolder(directory: string): string {
  return join(directory, 'raw');
}

/**
 * Adds up what test engines collected in `raw`, writes the report, and deletes what was collected.
 * Paths of `options` start from `cwd`.
 */
export async function writeCoverage(
  raw: string,
  options: CoverageOptions,
  cwd: string,
): Promise<WrittenCoverage> {
  const { directory = defaultDirectory, min = 0, models = [] } = options;
  const out = resolve(cwd, directory);
  const collected = await readCollected(raw);
  const paths = typeof models === 'string' ? [models] : models;
  const expected = (
    await Promise.all(
      paths.map(async (path) =>
        (await readModels(resolve(cwd, path))).map((model) => ({
          ...model,
          resourceName: relative(cwd, model.resourceName),
        })),
      ),
    )
  ).flat();
  const report = coverageReport(collected.passed, { deployed: collected.models, expected });
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'coverage.json'), `${JSON.stringify(report, null, 2)}\n`);
  const page = join(out, 'index.html');
  const known = [...collected.models, ...expected];
  await writeFile(page, coveragePage(report, known));
  for (const { name, content } of coveragePictures(report, known)) {
    await writeFile(join(out, name), content);
  }
  await removeCollected(raw);
  const lines = [
    ...(report.processes.length === 0
      ? ['No process was deployed by a test engine.']
      : coverageSummary(report)),
    '',
    `The diagrams are in ${pathToFileURL(page).href}`,
  ];
  return {
    report,
    lines: lines.map(printableLine),
    shortfalls: shortfalls(report, min).map(printableLine),
  };
}
