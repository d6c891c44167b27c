import type { Diagnostic } from '../../model/index.js';
import { diagnose } from '../codes.js';
import type { HandlerMap } from '../emit/handler-map.js';

/**
 * What a handler map lacks and has too much of, beside what the compiler says: the missing ones with
 * the file to create. A map with spreads is taken to have whatever it needs.
 */
export function handlerCoverage(
  map: HandlerMap,
  needed: ReadonlyMap<string, string>,
  file: string,
): readonly Diagnostic[] {
  const missing = [...needed].filter(([type]) => !map.open && !map.keys.has(type));
  const surplus = [...map.keys].filter(([type]) => !needed.has(type));
  return [
    ...missing.map(([type, path]) =>
      diagnose('FILE306', `The handler map has no handler for the job type "${type}".`, {
        place: { file, line: map.line, column: map.column },
        fix: `write ${path} and add it to the map`,
      }),
    ),
    ...surplus.map(([type, at]) =>
      diagnose('FILE307', `No model has the job type "${type}" of this handler.`, {
        place: { file, ...at },
      }),
    ),
  ];
}
