/* eslint-disable @typescript-eslint/require-await, @typescript-eslint/no-meaningless-void-operator -- compiled for its types, never run */
/**
 * Handlers of listeners, ad-hoc sub-processes, linked resources and FEEL job types as a user writes
 * them: what is right must compile, and each `@ts-expect-error` line must be refused.
 */
import {
  activate,
  correct,
  deny,
  finish,
  linkedResource,
  type JobDescriptor,
} from 'jobwright/runtime/v1';

import type { AssistantHandlers } from '../golden/ad-hoc/assistant/contract.gen.js';
import {
  agentTools,
  type AgentToolId,
  type ErrandsToolId,
} from '../golden/ad-hoc/assistant/elements.gen.js';
import type {
  FoldCreaseJobHandler,
  PrintPageJobHandler,
} from '../golden/feel-job-types/printing/contract.gen.js';
import { printPageJob } from '../golden/feel-job-types/printing/jobs.gen.js';
import type { RobotHandlers } from '../golden/linked-resources/robot/contract.gen.js';
import type { AuditHandlers } from '../golden/listeners/audit/contract.gen.js';

export const listeners: Pick<
  AuditHandlers,
  'guard-task' | 'prepare-task' | 'forget-task' | 'open-books' | 'note-event' | 'drop-audit'
> = {
  'guard-task': async (job) => {
    const at: 'Sign' = job.elementId;
    if (job.retries === 1) {
      return deny(`nobody may sign at ${at}`);
    }
    return job.retries === 2 ? correct({ assignee: 'ada', priority: 80 }) : undefined;
  },
  // Nothing to return: the change passes as it is.
  'prepare-task': async () => {
    await Promise.resolve();
    return undefined;
  },
  'forget-task': async () => undefined,
  'open-books': async (job) => {
    const mode: 'read' = job.headers.mode;
    // @ts-expect-error -- the listener has this header alone
    void job.headers.reason;
    return { books: [mode] };
  },
  'note-event': async (job) => {
    const at: 'Started' | 'Fine' | 'Ended' = job.elementId;
    return { noted: at };
  },
  'drop-audit': async (job, context) => {
    // @ts-expect-error -- nothing catches what a listener throws
    throw context.error('ANY', job.headers.reason);
  },
};

// @ts-expect-error -- a task that is being created cannot be denied
export const wrongDenial: AuditHandlers['prepare-task'] = async () => deny('no');
// @ts-expect-error -- a task that is being cancelled cannot be corrected
export const wrongCorrection: AuditHandlers['forget-task'] = async () => correct({});
// @ts-expect-error -- task listeners return no variables
export const wrongVariables: AuditHandlers['guard-task'] = async () => ({ books: 1 });
// @ts-expect-error -- there is no such correction
export const wrongField: AuditHandlers['guard-task'] = async () => correct({ owner: 'ada' });
// @ts-expect-error -- execution listeners deny nothing
export const wrongKind: AuditHandlers['note-event'] = async () => deny(undefined);

export const tools: AssistantHandlers['choose-tools'] = async (job) => {
  if (job.variables.question === undefined) {
    return finish({ answer: 'nothing was asked' }, { cancelRemaining: true });
  }
  return activate([
    { elementId: 'LookUp', variables: { toolCall: { orderNumber: '7', detail: 'brief' } } },
    { elementId: 'Refund', variables: { toolCall: { amount: 100 } } },
    { elementId: 'AskHuman' },
  ]);
};
export const wrongTool: AssistantHandlers['choose-tools'] = async () =>
  // @ts-expect-error -- only what nothing leads to can be activated
  activate([{ elementId: 'Note' }]);
export const wrongParameter: AssistantHandlers['choose-tools'] = async () =>
  // @ts-expect-error -- the amount is a number
  activate([{ elementId: 'Refund', variables: { toolCall: { amount: '100' } } }]);
export const wrongDetail: AssistantHandlers['choose-tools'] = async () =>
  // @ts-expect-error -- the model lists the values
  activate([{ elementId: 'LookUp', variables: { toolCall: { orderNumber: '7', detail: 'x' } } }]);
export const wrongAnswer: AssistantHandlers['choose-tools'] = async () =>
  // @ts-expect-error -- the output mapping reads `answer`
  finish({ reply: 42 });
// @ts-expect-error -- an ad-hoc job does not end with plain variables
export const plainAnswer: AssistantHandlers['choose-tools'] = async () => ({ answer: 42 });

export const toolIds: readonly AgentToolId[] = ['LookUp', 'Refund', 'AskHuman'];
export const errandIds: readonly ErrandsToolId[] = ['Shop', 'Post'];
export const parameter: 'number' = agentTools.Refund.inputSchema.properties.amount.type;

export const robot: RobotHandlers['run-robot'] = async (job) => {
  // @ts-expect-error -- no resource is linked under this name
  linkedResource(job.headers.linkedResources, 'picture');
  const script = linkedResource(job.headers.linkedResources, 'script');
  return { done: script?.resourceKey ?? job.headers.speed };
};

export const printPage: PrintPageJobHandler = async (job) => {
  const side: 'both' = job.headers.side;
  return { sheet: [job.variables.page === undefined, side] };
};
// @ts-expect-error -- the output mapping reads `sheet`
export const wrongPrint: PrintPageJobHandler = async () => ({ paper: 1 });
export const crease: FoldCreaseJobHandler = async () => ({});
export const dynamic: JobDescriptor = printPageJob('print-a4');
