import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Every metric name of the product, in one place. Times are in seconds, as Prometheus wants. */
export const metricNames = {
  jobsFinished: 'jobwright_jobs_finished_total',
  jobDuration: 'jobwright_job_duration_seconds',
  jobsActive: 'jobwright_jobs_active',
  pollFailures: 'jobwright_job_poll_failures_total',
  staleJobs: 'jobwright_stale_model_jobs_total',
  httpRequests: 'jobwright_http_requests_total',
  httpDuration: 'jobwright_http_request_duration_seconds',
  eventStreams: 'jobwright_event_streams_open',
  outboxOldestAge: 'jobwright_outbox_oldest_age_seconds',
  outboxRelayed: 'jobwright_outbox_relayed_total',
  outboxFailures: 'jobwright_outbox_failures_total',
  inboxHandled: 'jobwright_inbox_handled_total',
  inboxDuplicates: 'jobwright_inbox_duplicates_total',
  busDeadLetters: 'jobwright_bus_dead_letters_total',
  bookingsFinished: 'jobwright_bookings_finished_total',
  bookingsRejected: 'jobwright_bookings_rejected_total',
  bookingRevenue: 'jobwright_booking_revenue_total',
  bookingDuration: 'jobwright_booking_duration_seconds',
} as const;

const DURATION_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * How a job ended: `completed`; `error` took a modelled error path; `retried` will be tried again;
 * `incident` waits for an operator; `late` was answered after the engine had given it up;
 * `unanswered` could not be reported and comes back after its timeout; `given-back` was not started.
 */
export type JobOutcome =
  'completed' | 'error' | 'retried' | 'incident' | 'late' | 'unanswered' | 'given-back';

/** What the worker host counts. */
export interface WorkerMetrics {
  readonly jobsFinished: Counter<'type' | 'outcome'>;
  readonly jobDuration: Histogram<'type'>;
  readonly jobsActive: Gauge<'type'>;
  readonly pollFailures: Counter<'type' | 'code'>;
  readonly staleJobs: Counter<'type'>;
}

/** What the API kit counts. */
export interface ApiMetrics {
  readonly httpRequests: Counter<'operation' | 'status'>;
  readonly httpDuration: Histogram<'operation'>;
  readonly eventStreams: Gauge;
}

/** What an outbox relay and an inbox count. */
export interface OutboxMetrics {
  readonly outboxOldestAge: Gauge<'outbox'>;
  readonly outboxRelayed: Counter<'outbox'>;
  readonly outboxFailures: Counter<'outbox'>;
  readonly inboxHandled: Counter<'queue'>;
  readonly inboxDuplicates: Counter<'queue'>;
  readonly busDeadLetters: Counter<'queue'>;
}

/** What the booking service counts. */
export interface BookingMetrics {
  readonly bookingsFinished: Counter<'status'>;
  readonly bookingsRejected: Counter<'reason'>;
  readonly bookingRevenue: Counter<'currency'>;
  readonly bookingDuration: Histogram<'status'>;
}

/**
 * A registry for one service, with the metrics of Node itself when `processMetrics` is set (at most
 * one registry a process should).
 */
export function createMetricsRegistry(options: {
  readonly service: string;
  readonly processMetrics?: boolean;
}): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service: options.service });
  if (options.processMetrics === true) {
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}

/** Registers the worker's metrics. Call once a registry. */
export function workerMetrics(registry: Registry): WorkerMetrics {
  const registers = [registry];
  return {
    jobsFinished: new Counter({
      name: metricNames.jobsFinished,
      help: 'Jobs by how they ended',
      labelNames: ['type', 'outcome'],
      registers,
    }),
    jobDuration: new Histogram({
      name: metricNames.jobDuration,
      help: 'From the arrival of a job to its answer',
      labelNames: ['type'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    jobsActive: new Gauge({
      name: metricNames.jobsActive,
      help: 'Jobs whose handler runs',
      labelNames: ['type'],
      registers,
    }),
    pollFailures: new Counter({
      name: metricNames.pollFailures,
      help: 'Failed requests for jobs',
      labelNames: ['type', 'code'],
      registers,
    }),
    staleJobs: new Counter({
      name: metricNames.staleJobs,
      help: 'Jobs of a model that is not the one the worker was generated from',
      labelNames: ['type'],
      registers,
    }),
  };
}

/** Registers the API kit's metrics. Call once a registry. */
export function apiMetrics(registry: Registry): ApiMetrics {
  const registers = [registry];
  return {
    httpRequests: new Counter({
      name: metricNames.httpRequests,
      help: 'Answered requests',
      labelNames: ['operation', 'status'],
      registers,
    }),
    httpDuration: new Histogram({
      name: metricNames.httpDuration,
      help: 'From the request line to the end of the answer, event streams left out',
      labelNames: ['operation'],
      buckets: DURATION_BUCKETS,
      registers,
    }),
    eventStreams: new Gauge({
      name: metricNames.eventStreams,
      help: 'Open server-sent event streams',
      registers,
    }),
  };
}

/** Registers the metrics of outboxes, inboxes and the bus. Call once a registry. */
export function outboxMetrics(registry: Registry): OutboxMetrics {
  const registers = [registry];
  const counter = (name: string, help: string): Counter<'outbox'> =>
    new Counter({ name, help, labelNames: ['outbox'], registers });
  const queueCounter = (name: string, help: string): Counter<'queue'> =>
    new Counter({ name, help, labelNames: ['queue'], registers });
  return {
    outboxOldestAge: new Gauge({
      name: metricNames.outboxOldestAge,
      help: 'Age of the oldest row that was not relayed yet',
      labelNames: ['outbox'],
      registers,
    }),
    outboxRelayed: counter(metricNames.outboxRelayed, 'Relayed outbox rows'),
    outboxFailures: counter(metricNames.outboxFailures, 'Failed attempts to relay'),
    inboxHandled: queueCounter(metricNames.inboxHandled, 'Bus messages that took effect'),
    inboxDuplicates: queueCounter(metricNames.inboxDuplicates, 'Bus messages seen before'),
    busDeadLetters: queueCounter(metricNames.busDeadLetters, 'Bus messages given up on'),
  };
}

/** Registers the booking service's metrics. Call once a registry. */
export function bookingMetrics(registry: Registry): BookingMetrics {
  const registers = [registry];
  return {
    bookingsFinished: new Counter({
      name: metricNames.bookingsFinished,
      help: 'Bookings that reached a final status',
      labelNames: ['status'],
      registers,
    }),
    bookingsRejected: new Counter({
      name: metricNames.bookingsRejected,
      help: 'Bookings that ended without a ticket, by reason',
      labelNames: ['reason'],
      registers,
    }),
    bookingRevenue: new Counter({
      name: metricNames.bookingRevenue,
      help: 'Fares of confirmed bookings, in minor units of the currency',
      labelNames: ['currency'],
      registers,
    }),
    bookingDuration: new Histogram({
      name: metricNames.bookingDuration,
      help: 'From acceptance to the final status',
      labelNames: ['status'],
      buckets: [...DURATION_BUCKETS, 60, 120],
      registers,
    }),
  };
}
