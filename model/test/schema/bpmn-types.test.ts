import { readFileSync, writeFileSync } from 'node:fs';
import { elementTypes, complexTypes } from '../../schema/bpmn-types.js';
import { readXsdTypes, type XsdTypes } from './xsd-types.js';

const table = new URL('../../schema/bpmn-types.ts', import.meta.url);

describe('the table of BPMN types', () => {
  test('is what the XML Schema of BPMN says', () => {
    const schema = readXsdTypes();
    if (process.env.UPDATE_GOLDEN !== undefined) {
      writeFileSync(table, tableText(schema));
      return;
    }

    expect({ elements: elementTypes, types: complexTypes }).toEqual(schema);
  });
});

function tableText({ elements, types }: XsdTypes): string {
  const text = readFileSync(table, 'utf8');
  const start = text.indexOf('// The rest of this file');
  const entries = (map: Readonly<Record<string, string>>): string =>
    Object.entries(map)
      .map(([name, value]) => `  ${name.includes(':') ? `'${name}'` : name}: '${value}',\n`)
      .join('');
  return `${text.slice(0, start)}// The rest of this file is written by UPDATE_GOLDEN=1 and model/test/schema/bpmn-types.test.ts.

/** Global elements: their type and, after a space, the head of their substitution group. */
export const elementTypes: Readonly<Record<string, string>> = {
${entries(elements)}};

/** Complex types: \`base | content | attributes\`, \`| mixed\` where text may stand between children. */
export const complexTypes: Readonly<Record<string, string>> = {
${entries(types)}};
`;
}
