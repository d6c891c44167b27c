import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { formatCliError } from '../cli-error.js';
import type { VerbContext } from '../verb.js';
import { coloursOf, wantsColour } from './colours.js';
import { githubReport } from './github.js';
import { jsonReport } from './json-report.js';
import { prettyReport } from './pretty.js';
import { printable, printableLine } from './printable.js';
import type { FinishedReport, Reporter, SourceText } from './report.js';

/** A source larger than this gets no frame: nobody reads it, and it is no model. */
const LARGEST_FRAMED = 16 * 1024 * 1024;

/**
 * Prints a report by a reporter: results on standard output, notes and the fault that ended a run on
 * standard error. `given` are texts that are on no disk, by file name.
 */
export async function printReport(
  report: FinishedReport,
  reporter: Reporter,
  options: { readonly context: VerbContext; readonly given?: ReadonlyMap<string, string> },
): Promise<void> {
  const { context } = options;
  for (const note of report.notes) {
    context.err(`note: ${printableLine(note)}`);
  }
  for (const line of await results(report, reporter, options)) {
    context.out(line);
  }
  if (report.error !== undefined) {
    context.err(printable(formatCliError(report.error)));
  }
}

async function results(
  report: FinishedReport,
  reporter: Reporter,
  { context, given = new Map() }: Parameters<typeof printReport>[2],
): Promise<readonly string[]> {
  switch (reporter) {
    case 'pretty':
      return prettyReport(report, {
        sourceText: sourceTexts(context.cwd, given),
        colours: coloursOf(wantsColour(context.env, context.isTerminal ?? false)),
      });
    case 'json':
      return [jsonReport(report)];
    case 'github':
      return githubReport(report, {
        cwd: context.cwd,
        workspace: context.env.GITHUB_WORKSPACE,
      });
    case 'sarif': {
      // The registries of rules come with the parsers of models; nobody else needs them here.
      const { sarifReport } = await import('./sarif.js');
      return [sarifReport(report)];
    }
  }
}

/** Reads sources again for their lines; each once, and none that is gone. */
function sourceTexts(cwd: string, given: ReadonlyMap<string, string>): SourceText {
  const texts = new Map<string, string | undefined>(given);
  return (file) => {
    if (!texts.has(file)) {
      texts.set(file, readQuietly(resolve(cwd, file)));
    }
    return texts.get(file);
  };
}

function readQuietly(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.length > LARGEST_FRAMED ? undefined : text;
  } catch {
    // A missing file is what the finding may be about.
    return undefined;
  }
}
