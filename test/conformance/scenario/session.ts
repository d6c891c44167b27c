import type { Answer, Call, JudgedEngine } from '../engines/judged-engine.js';
import type { TraceRecord } from '../trace.js';
import { isObject } from '../trace.js';
import type { Resource } from './model-xml.js';

/** Variables or other JSON. */
export type Document = Readonly<Record<string, unknown>>;

/** An activated job: its key and what it was given. */
export interface Job {
  readonly key: string;
  readonly variables: Document;
}

/** A call with what came back. */
export interface Exchange {
  readonly call: string;
  readonly answer: Answer;
}

/** Longer than scenarios let pass, unless they are about it. */
const JOB_TIMEOUT_MS = 100 * 24 * 3_600_000;
const TEXT = (document: Document): string => JSON.stringify(document);

/**
 * A client of one engine that writes down what it is told. After every call it waits until the engine
 * is at rest, so that the next one meets the same state on every engine.
 */
export class Session {
  readonly #engine: JudgedEngine;
  readonly #mark: number;
  readonly #exchanges: { readonly call: string; answer: Answer }[] = [];
  readonly #pending: Promise<unknown>[] = [];

  constructor(engine: JudgedEngine) {
    this.#engine = engine;
    this.#mark = engine.mark();
  }

  /** Waits for what is pending; then everything that was asked and answered, and all records. */
  async end(): Promise<{
    readonly exchanges: readonly Exchange[];
    readonly records: readonly TraceRecord[];
  }> {
    await Promise.all(this.#pending);
    await this.#engine.idle();
    return { exchanges: this.#exchanges, records: this.records() };
  }

  /** The records so far. */
  records(): readonly TraceRecord[] {
    return this.#engine.records(this.#mark);
  }

  /** Makes any call. */
  async call(call: Call): Promise<Answer> {
    const given = await this.#ask(call).answer;
    await this.#engine.idle();
    return given;
  }

  #ask(call: Call): { readonly answer: Promise<Answer> } {
    const name = 'rpc' in call ? call.rpc : `${call.method} ${call.path}`;
    const exchange: { call: string; answer: Answer } = {
      call: name,
      answer: { status: 'PENDING' },
    };
    this.#exchanges.push(exchange);
    const answer = this.#engine.execute(call).then((given) => {
      exchange.answer = given;
      return given;
    });
    this.#pending.push(answer);
    return { answer };
  }

  async #rpc(rpc: string, request: object): Promise<Answer> {
    const { answer } = this.#ask({ rpc, request });
    const given = await answer;
    await this.#engine.idle();
    return given;
  }

  /** Deploys resources in one deployment. */
  async deploy(...resources: readonly Resource[]): Promise<Answer> {
    return this.#rpc('DeployResource', {
      resources: resources.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
    });
  }

  /** Starts an instance of the latest version, or of the one given; its key, '' when refused. */
  async create(
    bpmnProcessId: string,
    variables: Document = {},
    more: Document = {},
  ): Promise<string> {
    const request = { bpmnProcessId, version: -1, variables: TEXT(variables), ...more };
    return field(await this.#rpc('CreateProcessInstance', request), 'processInstanceKey');
  }

  /** Starts an instance and asks for its result; the answer comes when it comes. */
  async createWithResult(
    bpmnProcessId: string,
    variables: Document = {},
    more: Document = {},
  ): Promise<void> {
    const request = { bpmnProcessId, version: -1, variables: TEXT(variables) };
    this.#ask({
      rpc: 'CreateProcessInstanceWithResult',
      request: { request, requestTimeout: 10_000, ...more },
    });
    // The call must reach the engine before it can be said to be at rest.
    const before = this.records().length;
    for (let i = 0; i < 50 && this.records().length === before; i++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await this.#engine.idle();
    }
  }

  /** Activates jobs of a type. */
  async activate(type: string, more: Document = {}): Promise<readonly Job[]> {
    const request = {
      type,
      worker: 'worker',
      timeout: JOB_TIMEOUT_MS,
      maxJobsToActivate: 10,
      ...more,
    };
    const { response } = await this.#rpc('ActivateJobs', request);
    const jobs = isObject(response) && Array.isArray(response.jobs) ? response.jobs : [];
    return jobs.filter(isObject).map((job) => ({
      key: String(job.key),
      variables: parse(job.variables),
    }));
  }

  /** The first job of a type, activated alone. A scenario that finds none goes on with key 0. */
  async job(type: string): Promise<Job> {
    const [job] = await this.activate(type, { maxJobsToActivate: 1 });
    return job ?? { key: '0', variables: {} };
  }

  /** Completes a job, or the next one of a type. */
  async complete(job: Job | string, variables: Document = {}): Promise<Answer> {
    const { key } = typeof job === 'string' ? await this.job(job) : job;
    return this.#rpc('CompleteJob', { jobKey: key, variables: TEXT(variables) });
  }

  /** Fails a job, or the next one of a type. */
  async fail(job: Job | string, retries: number, more: Document = {}): Promise<Answer> {
    const { key } = typeof job === 'string' ? await this.job(job) : job;
    const { variables, ...rest } = more;
    return this.#rpc('FailJob', {
      jobKey: key,
      retries,
      ...(isObject(variables) ? { variables: TEXT(variables) } : {}),
      ...rest,
    });
  }

  /** Throws a BPMN error from a job, or from the next one of a type. */
  async throwError(
    job: Job | string,
    errorCode: string,
    variables: Document = {},
  ): Promise<Answer> {
    const { key } = typeof job === 'string' ? await this.job(job) : job;
    const errorMessage = `${errorCode} happened`;
    return this.#rpc('ThrowError', {
      jobKey: key,
      errorCode,
      errorMessage,
      variables: TEXT(variables),
    });
  }

  /** Sets a job's retries. */
  async updateRetries(job: Job, retries: number): Promise<Answer> {
    return this.#rpc('UpdateJobRetries', { jobKey: job.key, retries });
  }

  /** Sets a job's timeout, in milliseconds from now. */
  async updateTimeout(job: Job, timeout: number): Promise<Answer> {
    return this.#rpc('UpdateJobTimeout', { jobKey: job.key, timeout });
  }

  /** Publishes a message; it is kept for an hour unless `timeToLive` says otherwise. */
  async publish(name: string, correlationKey: string, more: Document = {}): Promise<Answer> {
    const { variables, ...rest } = more;
    return this.#rpc('PublishMessage', {
      name,
      correlationKey,
      timeToLive: 3_600_000,
      variables: TEXT(isObject(variables) ? variables : {}),
      ...rest,
    });
  }

  /** Broadcasts a signal. */
  async broadcast(signalName: string, variables: Document = {}): Promise<Answer> {
    return this.#rpc('BroadcastSignal', { signalName, variables: TEXT(variables) });
  }

  /** Cancels an instance. */
  async cancel(processInstanceKey: string): Promise<Answer> {
    return this.#rpc('CancelProcessInstance', { processInstanceKey });
  }

  /** Sets variables in a scope, or from it upwards. */
  async setVariables(
    elementInstanceKey: string,
    variables: Document,
    local = false,
  ): Promise<Answer> {
    return this.#rpc('SetVariables', { elementInstanceKey, variables: TEXT(variables), local });
  }

  /** Resolves an incident; the last one that was raised unless a key is given. */
  async resolve(incidentKey?: string): Promise<Answer> {
    return this.#rpc('ResolveIncident', { incidentKey: incidentKey ?? this.incident() });
  }

  /** Changes what is active in an instance. */
  async modify(processInstanceKey: string, changes: Document): Promise<Answer> {
    const { activateInstructions, ...rest } = changes;
    const list = Array.isArray(activateInstructions) ? activateInstructions.filter(isObject) : [];
    return this.#rpc('ModifyProcessInstance', {
      processInstanceKey,
      // Clients say -1 when they name no ancestor; the protocol's own default is 0.
      activateInstructions: list.map((each) => ({ ancestorElementInstanceKey: -1, ...each })),
      ...rest,
    });
  }

  /** Moves an instance to another definition. */
  async migrate(
    processInstanceKey: string,
    targetProcessDefinitionKey: string,
    mapping: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const mappingInstructions = Object.entries(mapping).map(
      ([sourceElementId, targetElementId]) => ({ sourceElementId, targetElementId }),
    );
    return this.#rpc('MigrateProcessInstance', {
      processInstanceKey,
      migrationPlan: { targetProcessDefinitionKey, mappingInstructions },
    });
  }

  /** Deletes a definition. */
  async deleteResource(resourceKey: string): Promise<Answer> {
    return this.#rpc('DeleteResource', { resourceKey });
  }

  /** Evaluates a decision. */
  async evaluate(decisionId: string, variables: Document = {}): Promise<Answer> {
    return this.#rpc('EvaluateDecision', { decisionId, variables: TEXT(variables) });
  }

  /** Lets time pass, in milliseconds. */
  async advance(ms: number): Promise<void> {
    await this.#engine.advance(ms);
  }

  /** Key of the last element instance of an element that began, or of an earlier one (-2 …). */
  element(elementId: string, at = -1): string {
    const keys = this.records()
      .filter(
        ({ valueType, intent, value }) =>
          valueType === 'PROCESS_INSTANCE' &&
          intent === 'ELEMENT_ACTIVATING' &&
          value.elementId === elementId,
      )
      .map(({ key }) => String(key));
    return keys.at(at) ?? '0';
  }

  /** Key of the last incident, or of an earlier one. */
  incident(at = -1): string {
    const created = this.records().filter(
      ({ valueType, intent }) => valueType === 'INCIDENT' && intent === 'CREATED',
    );
    return String(created.at(at)?.key ?? 0);
  }

  /** Key of the process definition that was deployed last under an id. */
  definition(bpmnProcessId: string): string {
    const created = this.records().filter(
      ({ valueType, intent, value }) =>
        valueType === 'PROCESS' && intent === 'CREATED' && value.bpmnProcessId === bpmnProcessId,
    );
    return String(created.at(-1)?.key ?? 0);
  }
}

function parse(text: unknown): Document {
  const value: unknown = typeof text === 'string' ? JSON.parse(text) : text;
  return isObject(value) ? value : {};
}

function field({ response }: Answer, name: string): string {
  const value = isObject(response) ? response[name] : undefined;
  return typeof value === 'string' ? value : '';
}
