import { isList, isRecord, type Json } from '../json.js';
import { propertyKey, stringLiteral } from './text.js';

const WIDTH = 100;

/** Text that is put into a value as it is; only code of this room makes it, never a model. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object of printable members. */
export interface PrintableRecord {
  readonly [key: string]: Printable;
}

/** JSON, or lists and objects that also hold ready code. */
export type Printable = Json | Code | readonly Printable[] | PrintableRecord;

/**
 * A value as a TypeScript expression, laid out as prettier would: on one line where it fits in 100
 * columns, objects of several members over several lines. `used` is the width taken on the first line.
 */
export function printValue(value: Printable, indent: string, used = indent.length): string {
  if (value instanceof Code) {
    return value.text;
  }
  if (isPrintableList(value)) {
    return printList(value, indent, used);
  }
  if (isPrintableRecord(value)) {
    return printRecord(value, indent);
  }
  return typeof value === 'string' ? stringLiteral(value) : JSON.stringify(value);
}

function printList(list: readonly Printable[], indent: string, used: number): string {
  const line = `[${list.map((item) => printValue(item, indent)).join(', ')}]`;
  if (!line.includes('\n') && used + line.length < WIDTH) {
    return line;
  }
  const inner = `${indent}  `;
  return `[\n${list.map((item) => `${inner}${printValue(item, inner)},\n`).join('')}${indent}]`;
}

function printRecord(record: PrintableRecord, indent: string): string {
  const entries = Object.entries(record);
  if (entries.length === 0) {
    return '{}';
  }
  const inner = `${indent}  `;
  const lines = entries.map(([key, value]) => {
    const start = `${inner}${propertyKey(key)}: `;
    return `${start}${printValue(value, inner, start.length)},\n`;
  });
  const [only = ''] = lines;
  const single = `{ ${only.trim().replace(/,$/, '')} }`;
  const fits = lines.length === 1 && !single.includes('\n') && indent.length + single.length < 60;
  return fits ? single : `{\n${lines.join('')}${indent}}`;
}

function isPrintableList(value: Printable): value is readonly Printable[] {
  return isList(value);
}

function isPrintableRecord(value: Printable): value is PrintableRecord {
  return isRecord(value);
}
