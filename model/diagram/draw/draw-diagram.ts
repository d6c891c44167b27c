import type { Bounds, Diagram, DiagramEdge, DiagramShape } from '../types.js';
import { drawEdge, freePlace } from './edges.js';
import { drawShape, layerOf } from './shapes.js';
import { escapeMarkup, svg, svgText, type Svg } from './svg.js';
import { diagramStyle } from './style.js';

/** What is drawn upon an element. */
export interface Mark {
  /** Classes for the element, for the style sheet: `passed`, `missed`. */
  readonly className: string;
  /** A short text in a badge on the element; on a line, in its middle. */
  readonly badge?: string;
  /** A short text in a second, red badge. */
  readonly alarm?: string;
  /** What is shown where the pointer rests. */
  readonly title?: string;
}

/** How a diagram is drawn. */
export interface DrawOptions {
  /** What is drawn upon an element. @default nothing */
  readonly markOf?: (elementId: string) => Mark | undefined;
  /** What the picture shows, for those who cannot see it. */
  readonly label?: string;
  /** A style sheet to put inside, for a picture that stands alone. @default none */
  readonly style?: string;
}

/** Space around a picture, for labels and badges. */
const margin = 24;

/**
 * Draws a diagram as one `<svg>` element, which refers to nothing outside. Text of the model is
 * escaped; its looks are in `diagramStyle`, which the page holds.
 */
export function drawDiagram(diagram: Diagram, options: DrawOptions = {}): string {
  const { markOf = () => undefined, label = '', style } = options;
  const shapes = (layer: string): readonly Svg[] =>
    diagram.shapes
      .filter((shape) => layerOf(shape) === layer)
      .map((shape) => group(shape, { className: 'shape', parts: drawShape(shape), markOf }));
  const edges = diagram.edges.map((edge) =>
    group(edge, { className: 'edge', parts: drawEdge(edge), markOf }),
  );
  const box = boxOf(diagram);
  const children = [
    // Ours, not the model's: it needs no escapes.
    ...(style === undefined ? [] : [svg('style', {}, style as Svg)]),
    ...shapes('container'),
    ...edges,
    ...shapes('node'),
    ...shapes('boundary'),
    ...diagram.edges.map((edge) => edgeBadges(edge, markOf(edge.elementId))),
    ...diagram.shapes.map((shape) => shapeBadges(shape, markOf(shape.elementId))),
  ];
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'diagram',
      role: 'img',
      'aria-label': label,
      width: box.width,
      height: box.height,
      viewBox: [box.x, box.y, box.width, box.height].map(Math.round).join(' '),
    },
    ...children.filter((child) => child !== ''),
  );
}

function group(
  element: DiagramShape | DiagramEdge,
  drawn: {
    readonly className: string;
    readonly parts: readonly Svg[];
    readonly markOf: (elementId: string) => Mark | undefined;
  },
): Svg {
  const mark = drawn.markOf(element.elementId);
  const title = mark?.title === undefined ? [] : [svg('title', {}, svgText(mark.title))];
  return svg(
    'g',
    {
      class: [drawn.className, element.kind, mark?.className ?? ''].join(' ').trim(),
      'data-element-id': element.elementId,
    },
    ...title,
    ...drawn.parts,
  );
}

function shapeBadges({ bounds }: DiagramShape, mark: Mark | undefined): Svg {
  const right = bounds.x + bounds.width;
  return badges(mark, {
    badge: { x: right, y: bounds.y },
    alarm: { x: bounds.x, y: bounds.y },
  });
}

function edgeBadges(edge: DiagramEdge, mark: Mark | undefined): Svg {
  const at = freePlace(edge);
  return badges(mark, { badge: at, alarm: at });
}

function badges(
  mark: Mark | undefined,
  at: Readonly<Record<'badge' | 'alarm', { readonly x: number; readonly y: number }>>,
): Svg {
  const parts = (['badge', 'alarm'] as const).flatMap((kind) => {
    const text = mark?.[kind] ?? '';
    return text === ''
      ? []
      : [badge(text, { ...at[kind], className: `${kind} ${mark?.className ?? ''}` })];
  });
  return parts.join('') as Svg;
}

function badge(
  text: string,
  at: { readonly x: number; readonly y: number; readonly className: string },
): Svg {
  const width = Math.max(18, text.length * 6.5 + 9);
  return svg(
    'g',
    { class: at.className.trim() },
    svg('rect', { x: at.x - width / 2, y: at.y - 9, width, height: 18, rx: 9 }),
    svg(
      'text',
      { x: at.x, y: at.y + 0.5, 'text-anchor': 'middle', 'dominant-baseline': 'central' },
      svgText(text),
    ),
  );
}

function boxOf({ shapes, edges }: Diagram): Bounds {
  const boxes = [
    ...shapes.flatMap(({ bounds, label }) => (label === undefined ? [bounds] : [bounds, label])),
    ...edges.flatMap(({ waypoints, label }) => [
      ...waypoints.map(({ x, y }) => ({ x, y, width: 0, height: 0 })),
      ...(label === undefined ? [] : [label]),
    ]),
  ];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return boxes.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : {
        x: left - margin,
        y: top - margin,
        width: right - left + 2 * margin,
        height: bottom - top + 2 * margin,
      };
}

export { diagramStyle, escapeMarkup };
