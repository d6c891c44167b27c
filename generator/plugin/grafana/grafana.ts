import type { OperationPlan, Plan, ProcessPlan } from '../../plan/plan-types.js';
import { sha256 } from '../../sha256.js';
import { definePlugin, type Plugin } from '../plugin.js';
import { alarmPanel, rowPanel, timePanel, type Panel } from './panels.js';
import { promqlOneOf, promqlText, shownText } from './promql.js';

/** What the dashboards ask Prometheus for. The runtime counts them; a test holds the two together. */
export const grafanaMetrics = {
  jobsFinished: 'jobwright_jobs_finished_total',
  jobDuration: 'jobwright_job_duration_seconds',
  jobsActive: 'jobwright_jobs_active',
  pollFailures: 'jobwright_job_poll_failures_total',
  staleJobs: 'jobwright_stale_model_jobs_total',
  httpRequests: 'jobwright_http_requests_total',
  httpDuration: 'jobwright_http_request_duration_seconds',
} as const;

const QUANTILES = [0.5, 0.95, 0.99];
const FEW = { w: 6, h: 4 };
const HALF = { w: 12, h: 7 };

/**
 * A dashboard for each process and one for the API, as JSON that Grafana imports (Grafana docs,
 * "Dashboard JSON model"): `grafana/<process>.json` and `grafana/api.json` in the output. They show what
 * the worker host and the API kit count, by job type and by operation.
 */
export const grafana: Plugin = definePlugin({
  name: 'grafana',
  apiVersion: 1,
  emitters: [{ name: 'dashboards', emit: dashboards }],
});

function dashboards({ processes, api }: Plan): readonly { path: string; text: string }[] {
  const found = processes
    .filter(({ jobs }) => jobs.length > 0)
    .map((process) => ({
      path: `grafana/${process.folder}.json`,
      text: document(`process ${process.id}`, process.name ?? process.id, processPanels(process)),
    }));
  const operations = api?.operations ?? [];
  return operations.length === 0
    ? found
    : [...found, { path: 'grafana/api.json', text: document('api', 'API', apiPanels(operations)) }];
}

function processPanels({ jobs }: ProcessPlan): readonly Panel[] {
  const types = jobs.map(({ type }) => type);
  const all = `type=~${promqlOneOf(types)}`;
  const { jobsFinished, staleJobs, pollFailures, jobsActive, jobDuration } = grafanaMetrics;
  const hour = (metric: string, labels: string): string =>
    `sum(increase(${metric}{${labels}}[1h])) or vector(0)`;
  const overview: readonly Panel[] = [
    rowPanel(1, 'All jobs', 0),
    alarmPanel(2, {
      title: 'Incidents, last hour',
      description: 'Jobs that wait for an operator.',
      expr: hour(jobsFinished, `${all},outcome="incident"`),
      grid: { x: 0, y: 1, ...FEW },
    }),
    alarmPanel(3, {
      title: 'Jobs of another model, last hour',
      description: 'The deployed model is not the one the worker was generated from.',
      expr: hour(staleJobs, all),
      grid: { x: 6, y: 1, ...FEW },
    }),
    alarmPanel(4, {
      title: 'Failed polls, last hour',
      description: 'The engine was away or refused a request for jobs.',
      expr: hour(pollFailures, all),
      grid: { x: 12, y: 1, ...FEW },
    }),
    alarmPanel(5, {
      title: 'Jobs given back, late or unanswered, last hour',
      description: 'Work that will be done again.',
      expr: hour(jobsFinished, `${all},outcome=~"given-back|late|unanswered"`),
      grid: { x: 18, y: 1, ...FEW },
    }),
    timePanel(6, {
      title: 'Jobs in flight',
      description: 'Jobs whose handler runs, by type.',
      unit: 'short',
      queries: [{ expr: `sum by (type) (${jobsActive}{${all}})`, legend: '{{type}}' }],
      grid: { x: 0, y: 5, w: 24, h: 7 },
    }),
  ];
  const each = jobs.flatMap(({ type, elements }, i) => {
    const label = `type=${promqlText(type)}`;
    const y = 12 + i * 8;
    const id = 10 + i * 3;
    const at = `Elements: ${elements.map(({ id: element }) => element).join(', ')}.`;
    return [
      rowPanel(id, type, y),
      timePanel(id + 1, {
        title: 'Jobs a second, by how they ended',
        description: at,
        unit: 'ops',
        queries: [
          {
            expr: `sum by (outcome) (rate(${jobsFinished}{${label}}[$__rate_interval]))`,
            legend: '{{outcome}}',
          },
        ],
        grid: { x: 0, y: y + 1, ...HALF },
      }),
      timePanel(id + 2, {
        title: 'From arrival to answer',
        description: at,
        unit: 's',
        queries: quantiles(jobDuration, label),
        grid: { x: 12, y: y + 1, ...HALF },
      }),
    ];
  });
  return [...overview, ...each];
}

function apiPanels(operations: readonly OperationPlan[]): readonly Panel[] {
  const { httpRequests, httpDuration } = grafanaMetrics;
  return operations.flatMap(({ operationId, method, path }, i) => {
    const label = `operation=${promqlText(operationId)}`;
    const y = i * 8;
    const id = 1 + i * 3;
    return [
      rowPanel(id, operationId, y),
      timePanel(id + 1, {
        title: 'Requests a second, by status',
        description: `${method.toUpperCase()} ${path}`,
        unit: 'reqps',
        queries: [
          {
            expr: `sum by (status) (rate(${httpRequests}{${label}}[$__rate_interval]))`,
            legend: '{{status}}',
          },
        ],
        grid: { x: 0, y: y + 1, ...HALF },
      }),
      timePanel(id + 2, {
        title: 'Time to answer',
        description: `${method.toUpperCase()} ${path}`,
        unit: 's',
        queries: quantiles(httpDuration, label),
        grid: { x: 12, y: y + 1, ...HALF },
      }),
    ];
  });
}

function quantiles(
  metric: string,
  label: string,
): readonly { readonly expr: string; readonly legend: string }[] {
  return QUANTILES.map((quantile) => ({
    expr: `histogram_quantile(${String(quantile)}, sum by (le) (rate(${metric}_bucket{${label}}[$__rate_interval])))`,
    legend: `p${String(quantile * 100)}`,
  }));
}

function document(subject: string, title: string, panels: readonly Panel[]): string {
  const dashboard = {
    // Grafana takes ids of 40 characters at most; the same subject keeps its links.
    uid: `jobwright-${sha256(subject).slice(0, 24)}`,
    title: shownText(title),
    tags: ['jobwright'],
    schemaVersion: 39,
    editable: true,
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    templating: {
      list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }],
    },
    panels,
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}
