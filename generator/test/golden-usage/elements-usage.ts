/* eslint-disable @typescript-eslint/require-await -- compiled for its types, never run */
/**
 * Constants, messages, signals, decisions, user tasks, call activities and shared job types as a user
 * writes against them: what is right must compile, and each `@ts-expect-error` line must be refused.
 */
import type {
  ConditionClient,
  DecisionClient,
  JobHandler,
  ProcessClient,
  SharedJobHandler,
  UserTaskClient,
} from 'jobwright/runtime/v1';

import type { JourneyCalls } from '../golden/calls/journey/calls.gen.js';
import { journeyCalls } from '../golden/calls/journey/calls.gen.js';
import type { TripHandlers } from '../golden/compensation/trip/contract.gen.js';
import { evaluateStockConditions } from '../golden/conditional/stock/messages.gen.js';
import type { WeatherHandlers } from '../golden/connectors/weather/contract.gen.js';
import { evaluateRating } from '../golden/decisions/loan/decisions.gen.js';
import type { CheckoutHandlers } from '../golden/errors/checkout/contract.gen.js';
import { checkoutErrors } from '../golden/errors/checkout/elements.gen.js';
import { complaintEscalations } from '../golden/escalations/complaint/elements.gen.js';
import {
  publishAnswer,
  publishApplicationWithdrawn,
  publishVisaApplied,
} from '../golden/messages/visa/messages.gen.js';
import type { InvoicesHandlers } from '../golden/multi-instance/invoices/contract.gen.js';
import { class_Elements, type ClassElementId } from '../golden/odd-names/class/elements.gen.js';
import { sellKinds, sellLanes } from '../golden/pools/sell/elements.gen.js';
import type { NewsletterHandlers } from '../golden/send-and-throw/newsletter/contract.gen.js';
import type { NoticesHandlers } from '../golden/shared-types/notices/contract.gen.js';
import type { WelcomeHandlers } from '../golden/shared-types/welcome/contract.gen.js';
import { broadcastDoors, broadcastSmoke } from '../golden/signals/alarm/messages.gen.js';
import { backupTimers } from '../golden/timers/backup/elements.gen.js';
import { leaveCandidateGroups } from '../golden/user-tasks/leave/elements.gen.js';
import { completeApprove, leaveUserTasks } from '../golden/user-tasks/leave/user-tasks.gen.js';
import { contractSigningVersionTag } from '../golden/version-tags/contract-signing/elements.gen.js';

/** One handler for a job type of two processes, with what both know of it. */
export const notify: SharedJobHandler<
  NoticesHandlers['notify'],
  WelcomeHandlers['notify']
> = async (job, context) => {
  const kind: 'first' | 'last' | 'welcome' = job.headers.kind;
  const at: 'NoticeFirst' | 'NoticeLast' | 'Greet' = job.elementId;
  if (kind === 'welcome') {
    // @ts-expect-error -- only one of the two processes catches it
    throw context.error('BOUNCED', at);
  }
  return { sentAt: 'now' };
};
export const both = { notify } satisfies NoticesHandlers & WelcomeHandlers;

export const notices: NoticesHandlers = {
  notify: async (job, context) => {
    // @ts-expect-error -- no element has this kind
    if (job.headers.kind === 'middle') {
      throw context.error('BOUNCED', job.headers.tone ?? 'none');
    }
    // @ts-expect-error -- one of the two elements does not catch it
    throw context.error('BLOCKED', 'no');
  },
};

export const checkout: Pick<CheckoutHandlers, 'charge-card' | 'pack' | 'ship'> = {
  'charge-card': async (_job, context) => {
    throw context.error(checkoutErrors.cardDeclined, 'no money');
  },
  pack: async (job, context) => {
    throw context.error(`ANY_${job.key}`, 'everything is caught');
  },
  ship: async (_job, context) => {
    // @ts-expect-error -- it is caught around the payment only
    throw context.error(checkoutErrors.cardDeclined, 'no');
  },
};

// @ts-expect-error -- the jobs of message throw and end events need handlers too
export const newsletter: NewsletterHandlers = {
  'collect-articles': async () => ({}),
  'send-mail': async () => ({ receipt: 1 }),
  layout: async () => ({ pages: [] }),
  'check-rules': async () => ({}),
};

/** A connector has no handler; a task drawn with a template of one's own does. */
export const weather: WeatherHandlers = { 'store-report': async () => ({}) };

export const undo: TripHandlers['cancel-flight'] = async (job) => {
  const ticket: string = job.variables.ticket;
  return { ticket };
};

export const print: InvoicesHandlers['print-invoice'] = async (job) => {
  const { number, position }: { readonly number: string; readonly position: number } =
    job.variables;
  return { print: { sheets: number.length + position } };
};

export function publishAll(client: ProcessClient): readonly Promise<unknown>[] {
  return [
    publishVisaApplied(client, { messageId: 'application-7', variables: {} }),
    publishVisaApplied(client, { correlationKey: 'case-7', variables: {} }),
    // @ts-expect-error -- without an id or a key a repeated start makes a second instance
    publishVisaApplied(client, { variables: {} }),
    publishAnswer(client, { correlationKey: 'case-7', variables: { verdict: true } }),
    publishApplicationWithdrawn(client, { applicantId: 'ada', variables: {} }),
    // @ts-expect-error -- the instance waits by the applicant's id
    publishApplicationWithdrawn(client, { caseNumber: 'ada', variables: {} }),
    broadcastSmoke(client, {}),
    broadcastDoors(client, { door: 'north' }),
    // @ts-expect-error -- the output mapping of the catch event reads the door
    broadcastDoors(client, {}),
  ];
}

export async function evaluateAll(
  client: ConditionClient & DecisionClient & UserTaskClient,
): Promise<readonly string[]> {
  const rating = await evaluateRating(client, { customer: { income: 1 }, age: 30 });
  // @ts-expect-error -- a decision that is required reads the age
  await evaluateRating(client, { customer: { income: 1 } });
  const [instance] = await evaluateStockConditions(client, { amount: 1, minimum: 2 });
  // @ts-expect-error -- the condition reads the minimum
  await evaluateStockConditions(client, { amount: 1 });
  await completeApprove(client, '7', { approved: true });
  // @ts-expect-error -- completing the task has to say whether it is approved
  await completeApprove(client, '7', { days: 3 });
  return [rating.grade, instance?.processInstanceKey ?? ''];
}

export type HotelCity = JourneyCalls['bookHotel']['wants']['city'] extends string ? true : never;
export const hotelCity: HotelCity = true;
export const carTag: 'v2' = journeyCalls.bookCar.versionTag;
export const names: readonly ClassElementId[] = [
  class_Elements.inner_followUp,
  class_Elements['Same-id'],
];
// @ts-expect-error -- the process has no such element
export const unknownName: ClassElementId = 'Missing';
export const codes: readonly ['LATE', 'ANGRY', 'PARCEL_LOST'] = [
  complaintEscalations.late,
  complaintEscalations.angry,
  checkoutErrors.parcelLost,
];
export const pause: 'PT30S' = backupTimers.rest.text;
export const cron: '0 0 3 * * *' = backupTimers.nightly.text;
export const kind: 'serviceTask' = sellKinds.Deliver;
export const lane: readonly ['Deliver'] = sellLanes.Storehouse;
export const groups: readonly ['managers', 'hr', 'team leads'] = leaveCandidateGroups;
export const form: 'approve-leave' = leaveUserTasks.approve.formId;
export const tag: 'v3' = contractSigningVersionTag;
export type Loose = JobHandler<object, object>;
