import { readBpmn, type BpmnModel } from '../../../model/index.js';
import type { ProcessValue } from '../../records/values.js';

/** Names that people gave to a process and its elements. */
export interface ModelNames {
  /** Name of the process; its id when it has none. */
  readonly process: string;
  /** Name of an element; its id when it has none. */
  element(elementId: string): string;
  /** Id of the form that its start event names, if any. */
  readonly startFormId: string | undefined;
}

/** Reads names from deployed models, each model once. */
export class ModelNameReader {
  readonly #models = new Map<string, Promise<BpmnModel>>();

  /** The names of a deployed process; of one that is gone, ids only. */
  async of(definition: ProcessValue | undefined, processId: string): Promise<ModelNames> {
    if (definition === undefined) {
      return { process: processId, element: (elementId) => elementId, startFormId: undefined };
    }
    const model = await this.#model(definition);
    const process = model.processes.find(({ id }) => id === processId);
    const start = process?.flowElements.nodes.find((node) => node.kind === 'startEvent');
    return {
      process: process?.name ?? processId,
      element: (elementId) => model.elementsById.get(elementId)?.name ?? elementId,
      startFormId: start?.formId?.text,
    };
  }

  #model({ checksum, resource, resourceName }: ProcessValue): Promise<BpmnModel> {
    const known = this.#models.get(checksum);
    if (known !== undefined) {
      return known;
    }
    const text = Buffer.from(resource, 'base64').toString('utf8');
    const model = readBpmn(text, { file: resourceName });
    this.#models.set(checksum, model);
    return model;
  }
}
