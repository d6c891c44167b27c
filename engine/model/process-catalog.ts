import { readDmn } from '../../model/dmn/index.js';
import type { DmnModel } from '../../model/dmn/index.js';
import type { BpmnModel, Platform } from '../../model/index.js';
import type { DecisionRequirementsValue, ProcessValue } from '../records/values.js';
import type { EngineState } from '../state/engine-state.js';
import { checkBpmn, checkDmn, checkForm, checkOther } from './check-resource.js';
import { compileProcess } from './compile-process.js';
import type { ExecutableNode, ExecutableProcess } from './executable.js';
import { checksumOf, parsedBpmn } from './parsed-bpmn.js';
import type { PreparedResource, ResourceContent } from './prepared-resource.js';

function unknownType(resourceName: string): ResourceContent {
  return { kind: 'broken', text: `\n'${resourceName}': unknown resource type` };
}

/** Checked resources kept between their check and their deployment. */
const keptResources = 512;

/**
 * Parsed resources and compiled processes. Parsing is asynchronous and happens before a deployment
 * enters the loop, and after recovery; look-ups are synchronous from then on. Not part of the state:
 * all of it follows from the resources in the state.
 */
export class ProcessCatalog {
  readonly #bpmn = new Map<string, BpmnModel>();
  readonly #dmn = new Map<string, DmnModel>();
  readonly #prepared = new Map<string, PreparedResource>();
  readonly #processes = new Map<number, ExecutableProcess>();
  readonly #state: EngineState;
  readonly #level: Platform;

  /** `level` is the Camunda version whose verdict on models counts. */
  constructor(state: EngineState, level: Platform = '8.6') {
    this.#state = state;
    this.#level = level;
  }

  /** Parses a BPMN resource, once. Never throws: findings are in the model's diagnostics. */
  async readBpmn(resource: Buffer, file: string): Promise<BpmnModel> {
    const checksum = checksumOf(resource);
    const known = this.#bpmn.get(checksum);
    if (known !== undefined) {
      return known;
    }
    const model = await parsedBpmn(resource, file);
    this.#bpmn.set(checksum, model);
    return model;
  }

  /** Parses a DMN resource, once. */
  async readDmn(resource: Buffer, file: string): Promise<DmnModel> {
    const checksum = checksumOf(resource);
    const known = this.#dmn.get(checksum);
    if (known !== undefined) {
      return known;
    }
    const model = await readDmn(resource.toString('utf8'), { file });
    this.#dmn.set(checksum, model);
    return model;
  }

  /**
   * Reads and checks one resource of a deployment, before its command enters the loop. Never throws
   * for what the resource holds.
   */
  async prepareResource(resourceName: string, resource: string): Promise<void> {
    const bytes = Buffer.from(resource, 'base64');
    const checksum = checksumOf(bytes);
    const base = { resourceName, resource, checksum };
    const key = `${checksum} ${resourceName}`;
    const content = this.#prepared.get(key) ?? (await this.#check(resourceName, bytes));
    if (content.kind === 'broken') {
      this.#bpmn.delete(checksum);
    }
    // The newest go last: the oldest are dropped first.
    this.#prepared.delete(key);
    this.#prepared.set(key, { ...content, ...base });
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > keptResources && oldest !== undefined) {
      this.#prepared.delete(oldest);
    }
  }

  /** A resource that `prepareResource` has read. Throws when it has not. */
  prepared(resourceName: string, resource: string): PreparedResource {
    const checksum = checksumOf(Buffer.from(resource, 'base64'));
    const known = this.#prepared.get(`${checksum} ${resourceName}`);
    if (known === undefined) {
      throw new Error(`Resource '${resourceName}' was not prepared.`);
    }
    return known;
  }

  async #check(resourceName: string, bytes: Buffer): Promise<ResourceContent> {
    // As in Camunda, `.BPMN` is not known.
    const extension = /\.[^./\\]+$/.exec(resourceName)?.[0];
    switch (extension) {
      case '.bpmn':
      case '.xml':
        return checkBpmn(await this.readBpmn(bytes, resourceName), resourceName, this.#level);
      case '.dmn':
        return checkDmn(await this.readDmn(bytes, resourceName), resourceName);
      case '.form':
        return checkForm(bytes, resourceName);
      case '.rpa':
        // From 8.7 on.
        return this.#level === '8.6' ? unknownType(resourceName) : checkOther(bytes, resourceName);
      default:
        return unknownType(resourceName);
    }
  }

  /** Parses every resource of the state that is not parsed yet. */
  async prepare(): Promise<void> {
    for (const process of this.#state.processes.rows()) {
      if (!this.#bpmn.has(process.checksum)) {
        await this.readBpmn(Buffer.from(process.resource, 'base64'), process.resourceName);
      }
    }
    for (const requirements of this.#state.decisionRequirements.rows()) {
      if (!this.#dmn.has(requirements.checksum)) {
        await this.readDmn(Buffer.from(requirements.resource, 'base64'), requirements.resourceName);
      }
    }
  }

  /** The process with this definition key. Throws when it was not deployed or not prepared. */
  process(processDefinitionKey: number): ExecutableProcess {
    const known = this.#processes.get(processDefinitionKey);
    if (known !== undefined) {
      return known;
    }
    const compiled = this.#compile(this.#state.processes.get(processDefinitionKey));
    if (compiled === undefined) {
      throw new Error(`No process with definition key ${processDefinitionKey} is prepared.`);
    }
    this.#processes.set(processDefinitionKey, compiled);
    return compiled;
  }

  /** A node of a deployed process. Throws when there is none with this id. */
  node(processDefinitionKey: number, elementId: string): ExecutableNode {
    const node = this.process(processDefinitionKey).nodes.get(elementId);
    if (node === undefined) {
      throw new Error(`Process ${processDefinitionKey} has no element '${elementId}'.`);
    }
    return node;
  }

  /** The parsed DMN file of deployed decision requirements. Throws when it is not prepared. */
  dmn(requirements: DecisionRequirementsValue): DmnModel {
    const model = this.#dmn.get(requirements.checksum);
    if (model === undefined) {
      throw new Error(`DMN resource '${requirements.resourceName}' is not prepared.`);
    }
    return model;
  }

  /** Forgets a compiled process that was deleted. */
  forget(processDefinitionKey: number): void {
    this.#processes.delete(processDefinitionKey);
  }

  /** Forgets every compiled process whose key was given out after `lastKey`: a batch rolled back. */
  forgetAfter(lastKey: number): void {
    for (const key of this.#processes.keys()) {
      if (key > lastKey) {
        this.#processes.delete(key);
      }
    }
  }

  #compile(value: ProcessValue | undefined): ExecutableProcess | undefined {
    const model = value === undefined ? undefined : this.#bpmn.get(value.checksum);
    const process = model?.processes.find((candidate) => candidate.id === value?.bpmnProcessId);
    return process === undefined ? undefined : compileProcess(process);
  }
}
