import type { Scenario } from './scenario.js';

/** What the engine does, by heading; scenarios stand under these. */
export const headings: Readonly<
  Record<string, { readonly title: string; readonly folder: string }>
> = {
  '1.1': { title: 'Life cycles', folder: '1.1-life-cycles' },
  '1.2': { title: 'Order where the model leaves it open', folder: '1.2-order' },
  '1.3': { title: 'Variables', folder: '1.3-variables' },
  '1.4': { title: 'Input and output mappings', folder: '1.4-io-mappings' },
  '1.5': { title: 'FEEL', folder: '1.5-feel' },
  '1.6': { title: 'Jobs', folder: '1.6-jobs' },
  '1.7': { title: 'Messages', folder: '1.7-messages' },
  '1.8': { title: 'Timers', folder: '1.8-timers' },
  '1.9': { title: 'Errors and escalations', folder: '1.9-errors' },
  '1.10': { title: 'Signals', folder: '1.10-signals' },
  '1.11': { title: 'Compensation', folder: '1.11-compensation' },
  '1.12': {
    title: 'Event subprocesses, boundary events, event-based gateways, terminate ends, links',
    folder: '1.12-event-elements',
  },
  '1.13': { title: 'Gateways and joins', folder: '1.13-gateways' },
  '1.14': {
    title: 'Activities: multi-instance, call activities, other tasks, listeners',
    folder: '1.14-activities',
  },
  '1.15': { title: 'Deployment and deletion', folder: '1.15-deployment' },
  '1.16': { title: 'Incidents', folder: '1.16-incidents' },
  '1.17': { title: 'Modification and migration', folder: '1.17-modification' },
  '1.18': { title: 'Status codes and texts of the gateways', folder: '1.18-gateway' },
  '1.19': { title: 'What newer versions add, recorded from 8.8', folder: '1.19-versions' },
};

/** The table of docs/engine.md: a row a heading, a link a scenario, to what the real broker did. */
export function scenarioTable(scenarios: readonly Scenario[]): string {
  const rows = Object.entries(headings).map(([heading, { title, folder }]) => {
    const links = scenarios
      .filter((scenario) => scenario.heading === heading)
      .map(({ name }) => `[${name}](../test/conformance/traces/${name}.jsonl)`);
    return `| [${heading} ${title}](../test/conformance/scenarios/${folder}) | ${links.join(', ')} |`;
  });
  return ['| what | scenarios |', '|---|---|', ...rows, ''].join('\n');
}
