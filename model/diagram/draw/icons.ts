import { svg, svgPath, type Svg } from './svg.js';

/** Icons in a box of 18 by 18 around the middle of an event; `filled` for what is thrown. */
const eventPaths: Readonly<Record<string, string>> = {
  message: 'M-8 -5.5h16v11h-16zM-8 -5.5l8 6 8 -6',
  error: 'M-7 7l4 -12 6 7 4 -9 -3 13 -6 -7z',
  signal: 'M0 -8l8 13h-16z',
  escalation: 'M0 -8l6 15 -6 -6 -6 6z',
  compensate: 'M-8 0l7 -6v12zM-1 0l7 -6v12z',
  link: 'M-8 -3.5h9v-4l7 7.5 -7 7.5v-4h-9z',
  conditional: 'M-6 -8h12v16h-12zM-4 -4h8M-4 0h8M-4 4h8',
  cancel: 'M-7 -5l2 -2 5 5 5 -5 2 2 -5 5 5 5 -2 2 -5 -5 -5 5 -2 -2 5 -5z',
};

/** What an event is about, around 0, 0. Nothing for what is not known. */
export function eventIcon(event: string | undefined, isThrown: boolean): readonly Svg[] {
  const className = isThrown ? 'icon filled' : 'icon';
  if (event === 'timer') {
    return [
      svg('circle', { r: 9, class: 'icon' }),
      svgPath('M0 -6.5v6.5l4.5 2.5M0 -9v2M0 9v-2M9 0h-2M-9 0h2', 'icon'),
    ];
  }
  if (event === 'terminate') {
    return [svg('circle', { r: 9, class: 'icon filled' })];
  }
  const path = event === undefined ? undefined : eventPaths[event];
  return path === undefined ? [] : [svgPath(path, className)];
}

/** Icons in the top left corner of a task, from 0, 0 to 16, 16. */
const taskPaths: Readonly<Record<string, string>> = {
  serviceTask:
    'M8 4.6a3.4 3.4 0 1 0 .01 0zM8 .8v2.2M8 13v2.2M.8 8h2.2M13 8h2.2M2.9 2.9l1.6 1.6M11.5 11.5l1.6 1.6M2.9 13.1l1.6 -1.6M11.5 4.5l1.6 -1.6',
  userTask: 'M8 1.5a3.2 3.2 0 1 0 .01 0zM2 15v-2.5c0 -3 2.5 -4.6 6 -4.6s6 1.6 6 4.6v2.5z',
  receiveTask: 'M1 3.5h14v9.5h-14zM1 3.5l7 5 7 -5',
  sendTask: 'M1 3.5h14v9.5h-14zM1 3.5l7 5 7 -5',
  scriptTask:
    'M4 1.5h9.5c-3 3 -3 4 -.5 6.5s2 4 -.5 6.5h-9.5c3 -2.5 2.6 -4 .5 -6.5s-2 -4 .5 -6.5zM5 5h5M5.5 8h5M6 11h5',
  businessRuleTask: 'M1 3h14v10.5h-14zM1 6h14M1 9.8h14M5.5 6v7.5',
  manualTask: 'M1.5 8.5l4 -5.5h1.5l-1 3h9v2h-4h4v2h-5h4v2h-5h4v1.5h-9.5z',
};

/** What a task is, in its corner; nothing for plain tasks. */
export function taskIcon(kind: string): readonly Svg[] {
  const path = taskPaths[kind];
  return path === undefined ? [] : [svgPath(path, kind === 'sendTask' ? 'icon filled' : 'icon')];
}

/** Markers around 0, 0 at the bottom of an activity. */
export const activityMarkers = {
  parallel: svgPath('M-5 -6v12M0 -6v12M5 -6v12', 'marker'),
  sequential: svgPath('M-6 -5h12M-6 0h12M-6 5h12', 'marker'),
  standard: svgPath('M-2 6a6 6 0 1 1 4 0M-2 6l-4 -1M-2 6l0 -4', 'marker'),
  compensation: svgPath('M-7 0l7 -5v10zM0 0l7 -5v10z', 'icon'),
  collapsed: svgPath('M-7 -7h14v14h-14zM-4 0h8M0 -4v8', 'icon'),
  adHoc: svgPath('M-7 2c2 -6 5 -5 7 -2s5 4 7 -2', 'marker'),
} as const;

/** What a gateway decides by, around 0, 0. */
export function gatewayIcon(kind: string): readonly Svg[] {
  switch (kind) {
    case 'exclusiveGateway':
      return [svgPath('M-6 -7l12 14M6 -7l-12 14', 'sign')];
    case 'parallelGateway':
      return [svgPath('M-10 0h20M0 -10v20', 'sign')];
    case 'inclusiveGateway':
      return [svg('circle', { r: 9, class: 'sign hollow' })];
    case 'complexGateway':
      return [svgPath('M-10 0h20M0 -10v20M-7 -7l14 14M7 -7l-14 14', 'sign')];
    case 'eventBasedGateway':
      return [
        svg('circle', { r: 12, class: 'icon' }),
        svg('circle', { r: 9.5, class: 'icon' }),
        svgPath('M0 -6.5l6.2 4.5 -2.4 7.3h-7.6l-2.4 -7.3z', 'icon'),
      ];
    default:
      return [];
  }
}
