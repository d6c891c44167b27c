import type { Bounds, DiagramShape } from '../types.js';
import { activityMarkers, eventIcon, gatewayIcon, taskIcon } from './icons.js';
import { centredText, labelText, leftText, uprightText } from './labels.js';
import { svg, svgPath, type Svg } from './svg.js';

/** How a shape is drawn: containers lie below the lines, all other shapes above. */
export type Layer = 'container' | 'node' | 'boundary';

/** Which layer a shape lies in. */
export function layerOf(shape: DiagramShape): Layer {
  return isSubProcess(shape) && shape.isExpanded
    ? 'container'
    : /^(participant|lane|group)$/.test(shape.kind)
      ? 'container'
      : shape.kind === 'boundaryEvent'
        ? 'boundary'
        : 'node';
}

/** The outline, icons and name of a shape. */
export function drawShape(shape: DiagramShape): readonly Svg[] {
  const { kind, bounds, name } = shape;
  if (kind.endsWith('Event')) {
    return drawEvent(shape);
  }
  if (kind.endsWith('Gateway')) {
    return drawGateway(shape);
  }
  switch (kind) {
    case 'participant':
    case 'lane':
      return [
        rectangle(bounds, 'outline pool'),
        ...(kind === 'participant' ? [poolEdge(shape)] : []),
        shape.isHorizontal ? uprightText(name, bounds) : leftText(name, bounds),
      ];
    case 'group':
      return [rectangle(bounds, 'outline group', 10), labelBelow(shape)];
    case 'textAnnotation':
      return [
        svgPath(`M${bounds.x + 12} ${bounds.y}h-12v${bounds.height}h12`, 'annotation'),
        leftText(name, bounds),
      ];
    case 'dataObjectReference':
      return [drawDocument(bounds), labelBelow(shape)];
    case 'dataStoreReference':
      return [drawStore(bounds), labelBelow(shape)];
    default:
      return drawActivity(shape);
  }
}

function drawActivity(shape: DiagramShape): readonly Svg[] {
  const { kind, bounds, name } = shape;
  const isInside = isSubProcess(shape) && shape.isExpanded;
  const classes = [
    'outline',
    kind === 'callActivity' ? 'thick' : '',
    shape.isEventSubProcess ? 'dotted' : '',
  ].filter((each) => each !== '');
  const inner = kind === 'transaction' ? [rectangle(inset(bounds, 3), 'outline inner', 8)] : [];
  const icons = taskIcon(kind);
  const markers = markersOf(shape);
  const middle = bounds.x + bounds.width / 2 - ((markers.length - 1) * 18) / 2;
  return [
    rectangle(bounds, classes.join(' '), 10),
    ...inner,
    ...(icons.length === 0
      ? []
      : [svg('g', { transform: `translate(${bounds.x + 5} ${bounds.y + 5})` }, ...icons)]),
    ...markers.map((marker, place) =>
      svg(
        'g',
        { transform: `translate(${middle + place * 18} ${bounds.y + bounds.height - 10})` },
        marker,
      ),
    ),
    isInside
      ? centredText(name, { ...bounds, y: bounds.y + 4, height: 18 })
      : centredText(name, bounds),
  ];
}

function markersOf(shape: DiagramShape): readonly Svg[] {
  const isCollapsed = shape.kind === 'callActivity' || (isSubProcess(shape) && !shape.isExpanded);
  return [
    ...(isCollapsed ? [activityMarkers.collapsed] : []),
    ...(shape.loop === undefined ? [] : [activityMarkers[shape.loop]]),
    ...(shape.isForCompensation ? [activityMarkers.compensation] : []),
    ...(shape.kind === 'adHocSubProcess' ? [activityMarkers.adHoc] : []),
  ];
}

function drawEvent(shape: DiagramShape): readonly Svg[] {
  const { kind, bounds } = shape;
  const at = middleOf(bounds);
  const radius = Math.min(bounds.width, bounds.height) / 2;
  const isThrown = kind === 'endEvent' || kind === 'intermediateThrowEvent';
  const circle = (r: number, more: string): Svg =>
    svg('circle', {
      cx: at.x,
      cy: at.y,
      r: Math.max(0, r),
      class: `outline ${more} ${shape.isInterrupting ? '' : 'dashed'}`.replace(/ +/g, ' ').trim(),
    });
  const isDouble = /^(boundary|intermediate)/.test(kind);
  return [
    circle(radius, kind === 'endEvent' ? 'thick' : ''),
    ...(isDouble ? [circle(radius - 3.5, 'inner')] : []),
    svg(
      'g',
      { transform: `translate(${at.x} ${at.y}) scale(${radius / 18})` },
      ...eventIcon(shape.event, isThrown),
    ),
    labelBelow(shape),
  ];
}

function drawGateway(shape: DiagramShape): readonly Svg[] {
  const { bounds } = shape;
  const at = middleOf(bounds);
  const { width, height } = bounds;
  return [
    svgPath(
      `M${at.x} ${bounds.y}l${width / 2} ${height / 2} ${-width / 2} ${height / 2} ${-width / 2} ${-height / 2}z`,
      'outline',
    ),
    svg(
      'g',
      { transform: `translate(${at.x} ${at.y}) scale(${Math.min(width, height) / 50})` },
      ...gatewayIcon(shape.kind),
    ),
    labelBelow(shape),
  ];
}

function drawDocument({ x, y, width, height }: Bounds): Svg {
  const fold = Math.min(width, height) / 4;
  return svgPath(
    `M${x} ${y}h${width - fold}l${fold} ${fold}v${height - fold}h${-width}zM${x + width - fold} ${y}v${fold}h${fold}`,
    'outline',
  );
}

function drawStore({ x, y, width, height }: Bounds): Svg {
  const lid = height / 6;
  const arc = `a${width / 2} ${lid} 0 0 0 ${width} 0`;
  return svgPath(
    `M${x} ${y + lid}${arc}a${width / 2} ${lid} 0 0 0 ${-width} 0v${height - 2 * lid}${arc}v${-(height - 2 * lid)}`,
    'outline',
  );
}

/** A name outside of its shape: where the file says, else below. */
function labelBelow({ kind, name, label, bounds }: DiagramShape): Svg {
  const below = { ...bounds, y: bounds.y + bounds.height + 4, height: 14 };
  // Boundary events stand close together.
  return labelText(name, label ?? below, kind === 'boundaryEvent' ? 54 : 90);
}

function poolEdge({ bounds, isHorizontal }: DiagramShape): Svg {
  return isHorizontal
    ? svgPath(`M${bounds.x + 30} ${bounds.y}v${bounds.height}`, 'outline')
    : svgPath(`M${bounds.x} ${bounds.y + 30}h${bounds.width}`, 'outline');
}

function rectangle({ x, y, width, height }: Bounds, className: string, radius?: number): Svg {
  return svg('rect', { x, y, width, height, rx: radius, class: className });
}

function inset({ x, y, width, height }: Bounds, by: number): Bounds {
  return {
    x: x + by,
    y: y + by,
    width: Math.max(0, width - 2 * by),
    height: Math.max(0, height - 2 * by),
  };
}

function middleOf({ x, y, width, height }: Bounds): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function isSubProcess({ kind }: DiagramShape): boolean {
  return kind === 'subProcess' || kind === 'adHocSubProcess' || kind === 'transaction';
}
