import { shownText } from './promql.js';

/** Place and size of a panel on Grafana's grid of 24 columns. */
export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What a panel draws: a PromQL expression and how its series are named. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** A panel as Grafana's dashboard JSON has it. */
export type Panel = Readonly<Record<string, unknown>>;

/** The variable that says which Prometheus is asked. */
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** A heading over the panels below it. */
export function rowPanel(id: number, title: string, y: number): Panel {
  return {
    id,
    type: 'row',
    title: shownText(title),
    collapsed: false,
    gridPos: { x: 0, y, w: 24, h: 1 },
    panels: [],
  };
}

/** Series over time. */
export function timePanel(
  id: number,
  panel: {
    readonly title: string;
    readonly description: string;
    /** Grafana's name of a unit: `s`, `ops`, `short`. */
    readonly unit: string;
    readonly queries: readonly Query[];
    readonly grid: GridPosition;
  },
): Panel {
  return {
    id,
    type: 'timeseries',
    title: shownText(panel.title),
    description: shownText(panel.description),
    datasource: DATASOURCE,
    fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: targets(panel.queries),
    gridPos: panel.grid,
  };
}

/** One number, red from 1 on. */
export function alarmPanel(
  id: number,
  panel: {
    readonly title: string;
    readonly description: string;
    readonly expr: string;
    readonly grid: GridPosition;
  },
): Panel {
  const steps = [
    { color: 'green', value: null },
    { color: 'red', value: 1 },
  ];
  return {
    id,
    type: 'stat',
    title: shownText(panel.title),
    description: shownText(panel.description),
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: { unit: 'short', decimals: 0, thresholds: { mode: 'absolute', steps } },
      overrides: [],
    },
    options: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'background' },
    targets: targets([{ expr: panel.expr, legend: '' }]),
    gridPos: panel.grid,
  };
}

function targets(queries: readonly Query[]): readonly object[] {
  return queries.map(({ expr, legend }, i) => ({
    refId: String.fromCodePoint(65 + i),
    datasource: DATASOURCE,
    expr,
    legendFormat: legend,
  }));
}
