import { parser } from '@prometheus-io/lezer-promql';

import { generate, grafana, type Source } from '../index.js';
import { bpmnSource, fixtureSources, flowsThrough, serviceTask } from './fixture.js';

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: {
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
    };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

async function dashboards(
  sources: readonly Source[],
): Promise<Readonly<Record<string, Dashboard>>> {
  const { files, ok } = await generate(sources, { plugins: [grafana] });
  expect(ok).toBe(true);
  return Object.fromEntries(
    files
      .filter(({ path }) => path.startsWith('grafana/'))
      .map(({ path, text }) => [path, JSON.parse(text) as Dashboard]),
  );
}

const queriesOf = ({ panels }: Dashboard): readonly string[] =>
  panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Where a query is no PromQL. Grafana puts an interval where its variable stands. */
function faults(query: string): readonly number[] {
  const found: number[] = [];
  parser.parse(query.replaceAll('$__rate_interval', '1m')).iterate({
    enter: ({ type, from }) => {
      if (type.isError) {
        found.push(from);
      }
    },
  });
  return found;
}

describe('the dashboards', () => {
  test('are one a process and one for the API, and only with the plugin', async () => {
    const pathsOf = async (fixture: string): Promise<readonly string[]> =>
      Object.keys(await dashboards(fixtureSources(fixture)));
    expect(await pathsOf('api-derived')).toContain('grafana/api.json');
    expect((await pathsOf('parcel')).some((path) => path !== 'grafana/api.json')).toBe(true);
    const { files } = await generate(fixtureSources('api-derived'));
    expect(files.filter(({ path }) => path.startsWith('grafana/'))).toEqual([]);
  });

  test('ask in PromQL for every job type and every operation', async () => {
    const made = await dashboards(fixtureSources('parcel'));
    const queries = Object.values(made).flatMap(queriesOf);
    expect(queries.length).toBeGreaterThan(10);
    expect(queries.filter((query) => faults(query).length > 0)).toEqual([]);
    const { processes } = await generate(fixtureSources('parcel')).then(({ plan }) => plan);
    for (const { type } of processes.flatMap(({ jobs }) => jobs)) {
      expect(queries.filter((query) => query.includes(`type="${type}"`)).length).toBe(4);
    }
  });

  test('place each panel beside the others, with an id of its own', async () => {
    for (const { panels } of Object.values(await dashboards(fixtureSources('parcel')))) {
      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from(
          { length: w * h },
          (_, i) => `${String(x + (i % w))},${String(y + Math.floor(i / w))}`,
        ),
      );
      expect(new Set(cells).size).toBe(cells.length);
    }
  });

  test('keep their address while the process keeps its id', async () => {
    const one = await dashboards([
      bpmnSource(`<bpmn:startEvent id="s" />${serviceTask('t', 'a')}${flowsThrough('s', 't')}`),
    ]);
    const two = await dashboards([
      bpmnSource(`<bpmn:startEvent id="s" />${serviceTask('t', 'b')}${flowsThrough('s', 't')}`),
    ]);
    expect(one['grafana/order.json']?.uid).toBe(two['grafana/order.json']?.uid);
    expect(one['grafana/order.json']?.uid.length).toBeLessThanOrEqual(40);
  });

  test.each([
    'a"b',
    'a\\b',
    'a.b|c',
    '$__interval',
    '${datasource}',
    'naïve 🎫',
    '{{type}}',
    'a} or up{',
  ])('a job type of %j is a text in its queries and nothing else', async (type) => {
    const escaped = type.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    const made = await dashboards([
      bpmnSource(`<bpmn:startEvent id="s" />${serviceTask('t', escaped)}${flowsThrough('s', 't')}`),
    ]);
    const dashboard = made['grafana/order.json'];
    const queries = dashboard === undefined ? [] : queriesOf(dashboard);
    expect(queries.length).toBe(9);
    expect(queries.filter((query) => faults(query).length > 0)).toEqual([]);
    for (const query of queries) {
      expect(query.replaceAll('$__rate_interval', '')).not.toContain('$');
      // What stands outside of literals is the same for every job type.
      expect(query.replace(/"(?:[^"\\]|\\.)*"/gu, '""')).toMatch(/^[\w {}()[\]=~".,$]+$/u);
    }
    expect(dashboard?.panels.some(({ title }) => title.includes('$'))).toBe(false);
  });
});
