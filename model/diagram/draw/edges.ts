import type { DiagramEdge, Point } from '../types.js';
import { labelText } from './labels.js';
import { svg, svgPath, type Svg } from './svg.js';

/** The line, arrow head and name of an edge. */
export function drawEdge(edge: DiagramEdge): readonly Svg[] {
  const { waypoints, kind } = edge;
  const line = svg('polyline', {
    points: waypoints.map(({ x, y }) => `${round(x)},${round(y)}`).join(' '),
    class: `line ${kind}`,
  });
  const end = waypoints.at(-1);
  const before = waypoints.at(-2);
  const [start, next] = waypoints;
  const parts: Svg[] = [line];
  if (end !== undefined && before !== undefined && kind !== 'association') {
    parts.push(along(before, end, { at: end, d: 'M0 0l-11 -4.5v9z', className: `head ${kind}` }));
  }
  if (start !== undefined && next !== undefined) {
    if (edge.isDefault) {
      parts.push(along(start, next, { at: start, d: 'M6 5l6 -10', className: 'line' }));
    }
    if (edge.isConditional) {
      parts.push(
        along(start, next, {
          at: start,
          d: 'M0 0l8 -4.5 8 4.5 -8 4.5z',
          className: 'head messageFlow',
        }),
      );
    }
    if (kind === 'messageFlow') {
      parts.push(svg('circle', { cx: start.x, cy: start.y, r: 3.5, class: 'head messageFlow' }));
    }
  }
  return edge.name === '' ? parts : [...parts, labelText(edge.name, labelOf(edge))];
}

function along(
  from: Point,
  to: Point,
  part: { readonly at: Point; readonly d: string; readonly className: string },
): Svg {
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const transform = `translate(${round(part.at.x)} ${round(part.at.y)}) rotate(${round(angle)})`;
  return svg('g', { transform }, svgPath(part.d, part.className));
}

function labelOf({ label, waypoints }: DiagramEdge): {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
} {
  const middle = middleOf(waypoints);
  return label ?? { x: middle.x - 45, y: middle.y - 18, width: 90, height: 14 };
}

/** A place on a line for a badge: near its middle, where its name does not stand. */
export function freePlace(edge: DiagramEdge): Point {
  const { waypoints, name } = edge;
  const label = name === '' ? undefined : labelOf(edge);
  const places = waypoints.slice(1).flatMap((to, at) => {
    const from = waypoints[at] ?? to;
    return [0.5, 0.3, 0.7].map((share) => ({
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    }));
  });
  const middle = middleOf(waypoints);
  const isFree = ({ x, y }: Point): boolean =>
    label === undefined ||
    x + 12 < label.x ||
    x - 12 > label.x + label.width ||
    y + 11 < label.y ||
    y - 11 > label.y + label.height;
  return [middle, ...places].find(isFree) ?? middle;
}

/** The middle of the middle part of a line. */
function middleOf(waypoints: readonly Point[]): Point {
  const place = Math.floor((waypoints.length - 1) / 2);
  const one = waypoints[place] ?? { x: 0, y: 0 };
  const other = waypoints[place + 1] ?? one;
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
