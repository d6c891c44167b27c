import type { Decision, DmnModel } from '../../model/dmn/index.js';
import type { Form } from '../../model/forms/index.js';
import type { BpmnModel, Process } from '../../model/index.js';
import type { Source } from '../source.js';
import { CallerErrors } from './caught-by-callers.js';
import { Findings, isNoneStart, presumedInput, processContext } from './model-context.js';
import { processResult } from './variables-result.js';
import type { CalledTypes, KnownSources } from './variables-sources.js';
import type { VariableSources } from './variables.js';

/** A process that call activities can find. */
export interface KnownProcess {
  readonly process: Process;
  readonly model: BpmnModel;
  readonly source: Source;
  readonly sources: VariableSources;
}

/**
 * What the sources of a run know of each other. Types of called processes are worked out when they are
 * first asked for; of processes that call each other in a circle, nothing is known.
 */
export function knownSources(parts: {
  readonly forms: ReadonlyMap<string, readonly Form[]>;
  readonly decisionModels: readonly DmnModel[];
  readonly processes: () => readonly KnownProcess[];
}): KnownSources {
  const decisions = new Map<string, Decision>(
    parts.decisionModels
      .flatMap((model) => model.decisions.map((each) => [each.id, each] as const))
      .reverse(),
  );
  const types = new Map<string, CalledTypes | undefined>();
  let byId: ReadonlyMap<string, KnownProcess> | undefined;
  let errors: CallerErrors | undefined;
  return {
    forms: parts.forms,
    decisions,
    called: (id) => {
      byId ??= new Map(
        parts
          .processes()
          .map((each) => [each.process.id, each] as const)
          .reverse(),
      );
      const found = byId.get(id);
      if (found === undefined || types.has(id)) {
        return types.get(id);
      }
      types.set(id, undefined);
      const worked = calledTypes(found);
      types.set(id, worked);
      return worked;
    },
    caughtByCallers: (id) => {
      errors ??= new CallerErrors(parts.processes().map(({ process }) => process));
      return errors.of(id);
    },
  };
}

function calledTypes({ process, model, source, sources }: KnownProcess): CalledTypes {
  const context = processContext({ process, model, source, findings: new Findings() }, sources);
  const start = process.flowElements.nodes.find(isNoneStart);
  const stated = start === undefined ? undefined : context.payloads.get(start.id);
  return {
    input: stated ?? presumedInput(process, context.variables),
    result: processResult(context),
    definitions: context.variables.definitions,
  };
}
