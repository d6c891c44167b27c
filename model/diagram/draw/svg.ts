/** SVG text whose parts are escaped. */
export type Svg = string & { readonly svg: unique symbol };

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for markup: nothing in it can become a tag or end an attribute. For SVG and HTML alike. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/** An element. Attributes that are undefined are left out; numbers are rounded to hundredths. */
export function svg(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly Svg[]
): Svg {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeMarkup(show(value))}"`);
  const start = `<${name}${written.join('')}`;
  // Both parts are escaped.
  return (children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`) as Svg;
}

/** Character data. */
export function svgText(text: string): Svg {
  return escapeMarkup(text) as Svg;
}

/** A path by its data. */
export function svgPath(d: string, className?: string): Svg {
  return svg('path', { d, class: className });
}

function show(value: string | number | undefined): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : (value ?? '');
}
