import type { Variables } from '../records/values.js';

/** A job as a handler sees it; the shape generated handlers take. */
export interface TestJob<
  Input = Variables,
  Headers = Readonly<Record<string, string>>,
  ElementId extends string = string,
> {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly processVersion: number;
  readonly elementId: ElementId;
  readonly elementInstanceKey: string;
  /** Tries left, this one included. */
  readonly retries: number;
  /** Epoch ms. */
  readonly deadline: number;
  readonly variables: Input;
  readonly headers: Headers;
}

/** What a handler gets beside its job; the shape generated handlers take. */
export interface TestJobContext {
  readonly signal: AbortSignal;
  readonly logger: {
    debug(fields: object, message: string): void;
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  readonly shuttingDown: boolean;
  /** Makes the modelled failure `code`, to be thrown. */
  error(code: string, message: string, variables?: Variables): TestBpmnError;
}

/** A job handler; what it returns becomes the job's variables. */
export type TestJobHandler<
  Input = Variables,
  Headers = Readonly<Record<string, string>>,
  ElementId extends string = string,
> = (job: TestJob<Input, Headers, ElementId>, context: TestJobContext) => unknown;

/** A handler of any contract. */
export type AnyTestJobHandler = TestJobHandler<never, never, never>;

/** What `context.error` makes; told by its name, so that the runtime's `BpmnError` counts too. */
export class TestBpmnError extends Error {
  override readonly name = 'BpmnError';
  readonly code: string;
  readonly variables: Variables;

  constructor(code: string, message: string, variables: Variables = {}) {
    super(message);
    this.code = code;
    this.variables = variables;
  }
}
