import { diagnose } from '../../codes.js';
import { flowNodes } from '../../flow-scopes.js';
import type { TimerDefinition } from '../../types.js';
import type { ModelAdvice } from './advice-rule.js';
import { durationSeconds, fixedText, waitSeconds } from './durations.js';
import { definitionsOf, executableProcesses } from './scope-graph.js';

/** A timer of no length waits for nothing; repeated without end, it keeps the engine busy for ever. */
export const timerAtOnce: ModelAdvice = (model) =>
  executableProcesses(model)
    .flatMap(flowNodes)
    .flatMap((node) =>
      definitionsOf(node).flatMap((definition) => {
        const effect = definition.kind === 'timer' ? effectOf(definition) : undefined;
        return definition.kind !== 'timer' || effect === undefined
          ? []
          : [
              diagnose('BPMN168', {
                place: definition.expression?.place ?? definition.place,
                elementId: node.id,
                values: { value: definition.expression?.text ?? '', effect },
              }),
            ];
      }),
    );

function effectOf(timer: TimerDefinition): string | undefined {
  const seconds = timer.type === 'duration' ? waitSeconds(timer) : undefined;
  if (seconds !== undefined && seconds <= 0) {
    return 'is over at once';
  }
  const text =
    timer.type === 'cycle' && timer.expression !== undefined ? fixedText(timer.expression) : '';
  const [, count, interval = ''] = /^R(-?\d*)\/(?:.*\/)?([^/]+)$/i.exec(text ?? '') ?? [];
  const between = durationSeconds(interval);
  if (count === undefined || between === undefined || between > 0) {
    return undefined;
  }
  return count === '' || count.startsWith('-')
    ? 'fires again and again without a pause'
    : `fires ${count} times at once`;
}
