import { diagnose } from '../codes.js';
import type { Diagnostic } from '../diagnostic.js';
import { formatPlace } from '../place.js';
import type { BpmnModel, Process } from '../types.js';

/** A deployment holds each executable process id once, whatever the file. */
export function duplicateProcessIds(models: readonly BpmnModel[]): readonly Diagnostic[] {
  const first = new Map<string, Process>();
  return models
    .flatMap(({ processes }) => processes.filter(({ isExecutable }) => isExecutable))
    .flatMap((process) => {
      const other = first.get(process.id);
      if (other === undefined) {
        first.set(process.id, process);
        return [];
      }
      // Twice in one file is a duplicate id, which the reader reports.
      return other.place.file === process.place.file
        ? []
        : [
            diagnose('BPMN111', {
              place: process.place,
              elementId: process.id,
              values: { id: process.id, other: formatPlace(other.place) },
            }),
          ];
    });
}
