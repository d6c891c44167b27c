import fc from 'fast-check';
import ts from 'typescript';

import { docComment, lineComment, propertyKey, stringLiteral } from '../emit/text.js';
import { printValue } from '../emit/value.js';
import { fileNameOf, typeNameOf, valueNameOf } from '../plan/names.js';
import { syntaxErrors } from './compile-strict.js';

const NASTY = [
  '*/',
  '/*',
  '//',
  '`${process.exit()}`',
  "';",
  '";',
  '\\',
  '\u2028',
  '\u2029',
  '\r\n',
  '\u0000',
  '\ud800',
  '\ufeff',
  '\u202e',
  '</script>',
  '__proto__',
  'constructor',
  'class',
  '@ts-nocheck',
  '../../etc/passwd',
  'C:\\con',
  '9lives',
  'Straße',
  '票券',
  '🎫',
  // An identifier to newer Unicode tables only.
  '\u{323b0}',
];
const hostile = fc.array(
  fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 8 })),
  { maxLength: 6 },
);
const text = hostile.map((parts) => parts.join(''));

/** The value that JavaScript sees in an expression. */
function evaluated(expression: string): unknown {
  const { outputText } = ts.transpileModule(`(${expression})`, {});
  return (0, eval)(outputText) as unknown;
}

describe('model text in generated code', () => {
  test('a string literal always means exactly the text it was made from', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(evaluated(stringLiteral(value))).toBe(value);
        expect(stringLiteral(value)).not.toMatch(/[\n\r\u2028\u2029\u202e]/);
      }),
      { numRuns: 500 },
    );
  });

  test('a property key never sets a prototype and keeps its name', () => {
    fc.assert(
      fc.property(text, (key) => {
        const value = evaluated(`{ ${propertyKey(key)}: 1 }`) as object;
        expect(Object.keys(value)).toEqual([key]);
        expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      }),
      { numRuns: 500 },
    );
  });

  test('a doc comment ends where it should, whatever it quotes', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), text, (paragraphs, tag) => {
        const comment = docComment(paragraphs, { tags: [`@see ${tag}`] });
        const code = `${comment}const after = 1;\n`;
        expect(syntaxErrors(code)).toEqual([]);
        const file = ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest);
        expect(file.statements.map((each) => each.getText(file))).toEqual(['const after = 1;']);
      }),
      { numRuns: 500 },
    );
  });

  test('prose in a doc comment cannot pose as a tag', () => {
    expect(docComment(['@deprecated now\nsee @internal'])).toBe(
      '/**\n * \\@deprecated now\n * see \\@internal\n */\n',
    );
  });

  test('a line comment stays one line', () => {
    fc.assert(
      fc.property(text, (value) => {
        const file = ts.createSourceFile('a.ts', lineComment(value), ts.ScriptTarget.Latest);
        expect(file.statements).toHaveLength(0);
      }),
    );
  });

  test('identifiers are identifiers for any id, and never a reserved word', () => {
    fc.assert(
      fc.property(text, (value) => {
        const code = `export type ${typeNameOf(value)} = 1;\nexport const ${valueNameOf(value)} = 1;\n`;
        expect(syntaxErrors(code)).toEqual([]);
      }),
      { numRuns: 500 },
    );
    for (const word of ['class', 'await', 'enum', 'arguments', 'let', 'JobHandler', 'string']) {
      expect(syntaxErrors(`export const ${valueNameOf(word)} = 1;`)).toEqual([]);
      expect(typeNameOf(word)).not.toBe(word);
    }
  });

  test('file names stay in their folder on every system', () => {
    fc.assert(
      fc.property(text, (value) => {
        const name = fileNameOf(value);
        expect(name).not.toMatch(/[/\\:*?"<>|]/);
        expect(name).not.toMatch(/^\.|^$/);
        expect(name).not.toMatch(/^(con|nul|aux|prn)(\.|$)/i);
        expect(name.length).toBeLessThanOrEqual(81);
      }),
      { numRuns: 500 },
    );
  });

  test('any JSON prints as an expression of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Parameters<typeof printValue>[0];
        expect(evaluated(printValue(json, ''))).toEqual(json);
      }),
    );
  });
});
