import { readDmn } from '../../model/dmn/index.js';
import { readBpmn, type BpmnModel, type Diagnostic, type DmnModel } from '../../model/index.js';
import type { Source } from '../source.js';
import { readJsonDocument, type JsonDocument } from './json-document.js';

/** A source as it was read. What could not be read at all has no document. */
export type ReadModel =
  | {
      readonly kind: 'bpmn';
      readonly source: Source;
      readonly model: BpmnModel;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly kind: 'dmn';
      readonly source: Source;
      readonly model: DmnModel;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly kind: 'form' | 'schema' | 'openapi';
      readonly source: Source;
      readonly document: JsonDocument | undefined;
      readonly diagnostics: readonly Diagnostic[];
    };

/** Reads one source as its kind says. */
export async function readSource(source: Source): Promise<ReadModel> {
  const { kind, text, file } = source;
  switch (kind) {
    case 'bpmn': {
      const model = await readBpmn(text, { file });
      return { kind, source, model, diagnostics: model.diagnostics };
    }
    case 'dmn': {
      const model = await readDmn(text, { file });
      return { kind, source, model, diagnostics: model.diagnostics };
    }
    case 'form':
    case 'schema':
    case 'openapi':
      return { kind, source, document: undefined, ...readJsonDocument(source) };
  }
}
