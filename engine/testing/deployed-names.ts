import { parsedBpmn } from '../model/parsed-bpmn.js';
import type { ProcessValue } from '../records/values.js';
import { namesOfProcesses, type ElementNames } from './element-names.js';

/** Ids and names in the models of an engine, read when they were deployed. */
export class DeployedNames {
  readonly #definitions: () => readonly ProcessValue[];
  readonly #read = new Map<number, () => ElementNames | undefined>();

  constructor(definitions: () => readonly ProcessValue[]) {
    this.#definitions = definitions;
  }

  /** Looks at the models of definitions that are new. */
  async read(): Promise<void> {
    for (const definition of this.#definitions()) {
      const { processDefinitionKey, resource, resourceName, bpmnProcessId } = definition;
      if (!this.#read.has(processDefinitionKey)) {
        const model = await parsedBpmn(Buffer.from(resource, 'base64'), resourceName);
        let names: ElementNames | undefined;
        this.#read.set(processDefinitionKey, () => {
          names ??= namesOfProcesses(model).get(bpmnProcessId);
          return names;
        });
      }
    }
  }

  /** Ids and names of a definition; undefined when it was not deployed by `TestEngine.deploy`. */
  of(processDefinitionKey: number): ElementNames | undefined {
    return this.#read.get(processDefinitionKey)?.();
  }

  /** Key of the latest version of a process. Throws when there is none. */
  latest(processId: string): number {
    const versions = this.#definitions().filter(({ bpmnProcessId }) => bpmnProcessId === processId);
    const [latest] = [...versions].sort((one, other) => other.version - one.version);
    if (latest === undefined) {
      throw new Error(`no process '${processId}' is deployed`);
    }
    return latest.processDefinitionKey;
  }
}
