import type { Place } from '../../model/index.js';
import type { GeneratorCode, diagnose } from '../codes.js';
import type { DataFlow } from './data-flow.js';
import type { KnownSources } from './variables-sources.js';
import type { TypedVariables, VariableFacts } from './variables.js';

/** Where findings go. */
export interface Reports {
  add(code: GeneratorCode, message: string, at: Parameters<typeof diagnose>[2]): void;
}

/** Everything that findings about variables are drawn from. */
export interface VariableReport {
  readonly findings: Reports;
  readonly facts: VariableFacts;
  readonly flow: DataFlow;
  readonly typed: TypedVariables;
  readonly known: KnownSources | undefined;
}

/** `file:line:column` of a second place in a message. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
