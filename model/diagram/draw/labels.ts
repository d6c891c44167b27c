import type { Bounds } from '../types.js';
import { svg, svgText, type Svg } from './svg.js';

/** Height of a line and average width of a character of labels, in pixels. */
const line = 13;
const character = 5.9;
/** Longest text that is drawn. */
const longest = 240;

/** Breaks a text into lines of about `width` pixels; what does not fit into `most` lines is cut. */
export function wrapText(text: string, width: number, most: number): readonly string[] {
  const fits = Math.max(4, Math.floor(width / character));
  const lines: string[] = [];
  for (const paragraph of text.slice(0, longest).split(/\r?\n/)) {
    let current = '';
    for (const word of paragraph.split(/\s+/).flatMap((one) => breakWord(one, fits))) {
      if (current !== '' && current.length + 1 + word.length > fits) {
        lines.push(current);
        current = word;
      } else {
        current = current === '' ? word : `${current} ${word}`;
      }
    }
    lines.push(current);
  }
  const shown = lines.filter((each) => each !== '');
  return shown.length > most || text.length > longest
    ? [...shown.slice(0, most - 1), `${(shown[most - 1] ?? '').slice(0, fits - 1)}…`]
    : shown;
}

/** Lines of text around the middle of a box. */
export function centredText(text: string, box: Bounds): Svg {
  const most = Math.max(1, Math.floor(box.height / line));
  const lines = wrapText(text, box.width - 8, most);
  const top = box.y + box.height / 2 - ((lines.length - 1) * line) / 2;
  return textLines(lines, { x: box.x + box.width / 2, y: top, anchor: 'middle' });
}

/** Lines of text from the top of a box, as wide as the box but at least `least` pixels. */
export function labelText(text: string, box: Bounds, least = 90): Svg {
  const lines = wrapText(text, Math.max(least, box.width + character), 5);
  return textLines(lines, {
    x: box.x + box.width / 2,
    y: box.y + line / 2,
    anchor: 'middle',
    className: 'label',
  });
}

/** Lines of text from the left edge of a box. */
export function leftText(text: string, box: Bounds): Svg {
  const lines = wrapText(text, box.width - 12, Math.max(1, Math.floor(box.height / line)));
  return textLines(lines, { x: box.x + 8, y: box.y + line, anchor: 'start' });
}

/** One line along the left edge of a box, from below. */
export function uprightText(text: string, box: Bounds): Svg {
  const x = box.x + 15;
  const y = box.y + box.height / 2;
  const [first = ''] = wrapText(text, box.height, 1);
  return svg(
    'text',
    {
      x,
      y,
      'text-anchor': 'middle',
      'dominant-baseline': 'central',
      transform: `rotate(-90 ${x} ${y})`,
    },
    svgText(first),
  );
}

function textLines(
  lines: readonly string[],
  at: {
    readonly x: number;
    readonly y: number;
    readonly anchor: 'start' | 'middle';
    readonly className?: string;
  },
): Svg {
  return svg(
    'text',
    { 'text-anchor': at.anchor, 'dominant-baseline': 'central', class: at.className },
    ...lines.map((each, place) => svg('tspan', { x: at.x, y: at.y + place * line }, svgText(each))),
  );
}

function breakWord(word: string, fits: number): readonly string[] {
  return word.length <= fits ? [word] : (word.match(new RegExp(`.{1,${fits}}`, 'gsu')) ?? [word]);
}
