import type { ExplainResult } from '../../generator/explain/index.js';
import { exitCodes } from '../exit-code.js';
import { outputOptions, runGenerator } from '../generator-run.js';
import { explainText } from '../report/explain-text.js';
import { defineVerb } from '../verb.js';

/** `jobwright explain`: follows a name from the model line to code, handler, tests and API. */
export const verb = defineVerb({
  options: (yargs) =>
    outputOptions(yargs)
      .positional('query', {
        describe:
          'element, job type, message, signal, error code, decision, variable, process, operationId, "METHOD /path", or a diagnostic code',
        type: 'string',
        demandOption: true,
      })
      .example('$0 explain reserve-seats', 'where a job type comes from and who handles it')
      .example('$0 explain "POST /bookings"', 'which elements an endpoint serves')
      .example('$0 explain variable:amount', 'who writes and reads a variable')
      .example('$0 explain BPMN153', 'what a diagnostic means and how it is mended')
      .epilogue(
        'A name that means several things lists a query for each: subject:process/name.\n' +
          'Exit codes: 0 explained, 1 several or none of that name, 2 wrong command line or config,\n' +
          '70 a defect of jobwright, 130 interrupted.',
      ),
  run: (flags, context) =>
    runGenerator('explain', { flags, context }, async ({ options, clock }) => {
      clock.begin('modules');
      const { explainProject } = await import('../../generator/project/explain-project.js');
      clock.begin('explain');
      const result = await explainProject(flags.query, options);
      return {
        diagnostics: [],
        notes: [],
        files: [],
        diffs: explainText(result),
        details: { query: flags.query, result },
        summary: summaryOf(result, flags.query),
        exitCode: result.kind === 'found' ? exitCodes.ok : exitCodes.findings,
      };
    }),
});

function summaryOf(result: ExplainResult, query: string): string {
  switch (result.kind) {
    case 'found':
      return `explained "${query}"`;
    case 'ambiguous':
      return `"${query}" means ${String(result.candidates.length)} things; ask with one of the queries above`;
    case 'unknown':
      return result.nearest.length === 0
        ? `nothing is called "${query}"`
        : `nothing is called "${query}"; names like it are above`;
  }
}
