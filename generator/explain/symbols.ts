import { propertyAccess, stringLiteral } from '../emit/text.js';
import { valueNameOf } from '../plan/names.js';
import type {
  JobPlan,
  MessagePlan,
  OperationPlan,
  ProcessPlan,
  SignalPlan,
} from '../plan/plan-types.js';
import type { ExplainedFile } from './explanation.js';

/** Names in the generated code of the process as a whole. */
export function processSymbols(plan: ProcessPlan): readonly ExplainedFile[] {
  const { typeName, valueName } = plan;
  return [
    file(plan, 'contract', [`${typeName}Handlers`, `${typeName}Variables`, `${typeName}Result`]),
    file(plan, 'jobs', [`${valueName}Process`, `${valueName}Jobs`]),
    ...startSymbols(plan),
    file(plan, 'elements', [`${valueName}Id`, `${valueName}Elements`]),
  ];
}

/** Names that start the process. */
export function startSymbols(plan: ProcessPlan): readonly ExplainedFile[] {
  return plan.start === undefined
    ? []
    : [
        file(plan, 'contract', [`${plan.typeName}StartInput`]),
        file(plan, 'messages', [`start${plan.typeName}`]),
      ];
}

/** Names of a job type: its types, its entry in the handlers contract, its descriptor. */
export function jobSymbols(plan: ProcessPlan, job: JobPlan): readonly ExplainedFile[] {
  const types = ['Input', 'Output', 'Headers'].map((suffix) => `${job.typeName}${suffix}`);
  return job.connector
    ? [file(plan, 'contract', types)]
    : [
        file(plan, 'contract', [`${plan.typeName}Handlers[${stringLiteral(job.type)}]`, ...types]),
        file(plan, 'jobs', [`${plan.valueName}Jobs[${stringLiteral(job.type)}]`]),
      ];
}

/** Names of a message that the process waits for. */
export function messageSymbols(plan: ProcessPlan, message: MessagePlan): readonly ExplainedFile[] {
  const { typeName } = message;
  const constant = propertyAccess(`${plan.valueName}Messages`, valueNameOf(typeName));
  return [
    file(plan, 'messages', [`publish${typeName}`, `${typeName}Message`]),
    file(plan, 'elements', [constant]),
  ];
}

/** Names of a signal that the process waits for. */
export function signalSymbols(plan: ProcessPlan, signal: SignalPlan): readonly ExplainedFile[] {
  const constant = propertyAccess(`${plan.valueName}Signals`, valueNameOf(signal.typeName));
  return [
    file(plan, 'messages', [`broadcast${signal.typeName}`]),
    file(plan, 'elements', [constant]),
  ];
}

/** Names of a decision that the process calls. */
export function decisionSymbols(
  plan: ProcessPlan,
  { typeName }: ProcessPlan['decisions'][number],
): readonly ExplainedFile[] {
  const names = [`evaluate${typeName}`, `${typeName}DecisionInput`, `${typeName}DecisionOutput`];
  return [file(plan, 'decisions', names)];
}

/** The constants that hold error or escalation codes. */
export function codeSymbols(
  plan: ProcessPlan,
  kind: 'Errors' | 'Escalations',
): readonly ExplainedFile[] {
  return [file(plan, 'elements', [`${plan.valueName}${kind}`])];
}

/** The type of a variable of the process. */
export function variableSymbols(plan: ProcessPlan, name: string): readonly ExplainedFile[] {
  return [file(plan, 'contract', [`${plan.typeName}Variables[${stringLiteral(name)}]`])];
}

/** Names of an operation of the API. */
export function operationSymbols(operation: OperationPlan): readonly ExplainedFile[] {
  const { operationId, typeName } = operation;
  const handler = propertyAccess('ApiHandlers', operationId);
  return [
    { file: 'api.gen.ts', symbols: [`${typeName}Request`, `${typeName}Response`, handler] },
    { file: 'client.gen.ts', symbols: [propertyAccess('ApiClient', operationId)] },
  ];
}

/** Everything in generated code that belongs to one element, by the parts of the plan that name it. */
export function elementSymbols(plan: ProcessPlan, id: string): readonly ExplainedFile[] {
  const isIt = (element: { readonly id: string }): boolean => element.id === id;
  const has = ({ elements }: { readonly elements: readonly { readonly id: string }[] }): boolean =>
    elements.some(isIt);
  const { valueName } = plan;
  return merged([
    ...plan.elements
      .filter(isIt)
      .map(({ constant }) =>
        file(plan, 'elements', [propertyAccess(`${valueName}Elements`, constant)]),
      ),
    ...plan.jobs.filter(has).flatMap((job) => jobSymbols(plan, job)),
    ...plan.dynamicJobs
      .filter(has)
      .map((job) => file(plan, 'jobs', [`${valueNameOf(job.typeName)}Job`])),
    ...plan.messages.filter(has).flatMap((message) => messageSymbols(plan, message)),
    ...plan.signals.filter(has).flatMap((signal) => signalSymbols(plan, signal)),
    ...plan.decisions.filter(has).flatMap((decision) => decisionSymbols(plan, decision)),
    ...(plan.start !== undefined && isIt(plan.start.element) ? startSymbols(plan) : []),
    ...plan.userTasks
      .filter(isIt)
      .map(({ typeName, constant, native }) =>
        file(plan, 'user-tasks', [
          ...(native ? [`complete${typeName}`] : []),
          `${typeName}TaskInput`,
          `${typeName}TaskOutput`,
          propertyAccess(`${valueName}UserTasks`, constant),
        ]),
      ),
    ...plan.calls
      .filter(({ element }) => isIt(element))
      .map(({ typeName, constant }) =>
        file(plan, 'calls', [
          `${typeName}CallInput`,
          `${typeName}CallOutput`,
          propertyAccess(`${valueName}Calls`, constant),
        ]),
      ),
    ...plan.timers
      .filter(({ element }) => isIt(element))
      .map(({ constant }) =>
        file(plan, 'elements', [propertyAccess(`${valueName}Timers`, constant)]),
      ),
    ...plan.conditionalStarts
      .filter(({ element }) => isIt(element))
      .map(() => file(plan, 'messages', [`evaluate${plan.typeName}Conditions`])),
    ...plan.adHocs
      .filter(({ element }) => isIt(element))
      .map(({ typeName }) =>
        file(plan, 'elements', [`${valueNameOf(typeName)}Tools`, `${typeName}ToolId`]),
      ),
  ]);
}

/** Files of one name put together, in the order of their first mention; names once. */
export function merged(files: readonly ExplainedFile[]): readonly ExplainedFile[] {
  const found = new Map<string, Set<string>>();
  for (const { file: name, symbols } of files) {
    const known = found.get(name) ?? new Set();
    symbols.forEach((symbol) => known.add(symbol));
    found.set(name, known);
  }
  return [...found].map(([name, symbols]) => ({ file: name, symbols: [...symbols] }));
}

function file(plan: ProcessPlan, stem: string, symbols: readonly string[]): ExplainedFile {
  return { file: `${plan.folder}/${stem}.gen.ts`, symbols };
}
