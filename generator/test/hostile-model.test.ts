import fc from 'fast-check';

import { plan } from '../plan/plan.js';
import { syntaxErrors } from './compile-strict.js';
import { bpmnSource, emitAll, fixtureSources, flowsThrough, schemaSource } from './fixture.js';

const attribute = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/[<>&"'\p{Control}\p{Surrogate}]/gu, '*/`${1}'));

describe('hostile models', () => {
  test('whatever names, types, headers and texts they carry, the output parses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attribute, { minLength: 7, maxLength: 7 }), async (words) => {
        const [
          type = '',
          header = '',
          value = '',
          name = '',
          message = '',
          error = '',
          target = '',
        ] = words;
        const source = bpmnSource(
          `<bpmn:documentation>${name}</bpmn:documentation>
           <bpmn:startEvent id="s"><bpmn:messageEventDefinition id="m" messageRef="M" /></bpmn:startEvent>
           <bpmn:serviceTask id="t" name="${name}"><bpmn:documentation>${value}</bpmn:documentation><bpmn:extensionElements>
             <zeebe:taskDefinition type="x${type}" />
             <zeebe:ioMapping><zeebe:input source="${value}" target="a${target}" /></zeebe:ioMapping>
             <zeebe:taskHeaders><zeebe:header key="${header}" value="${value}" /></zeebe:taskHeaders>
           </bpmn:extensionElements></bpmn:serviceTask>
           <bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:errorEventDefinition id="e" errorRef="E" /></bpmn:boundaryEvent>
           ${flowsThrough('s', 't')}`,
          {
            root: `<bpmn:message id="M" name="x${message}" /><bpmn:error id="E" name="e" errorCode="x${error}" />`,
          },
        );
        const files = await emitAll([
          source,
          schemaSource({ properties: { [target]: { enum: [value] } } }),
        ]);
        for (const { path, text } of files.filter((file) => file.path.endsWith('.ts'))) {
          expect({ path, errors: syntaxErrors(text) }).toEqual({ path, errors: [] });
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('broken input of any kind is a diagnostic with a place, never a throw', async () => {
    const [good] = fixtureSources('bare');
    const cut = (good?.text ?? '').slice(0, 900);
    const { diagnostics } = await plan([
      { kind: 'bpmn', file: 'a.bpmn', path: 'a.bpmn', text: cut },
      { kind: 'bpmn', file: 'b.bpmn', path: 'b.bpmn', text: '<!DOCTYPE x><y/>' },
      { kind: 'dmn', file: 'c.dmn', path: 'c.dmn', text: 'no' },
      { kind: 'schema', file: 'd.schema.json', path: 'd.schema.json', text: '{"a":1,\n "a":2}' },
      { kind: 'openapi', file: 'e.openapi.json', path: 'e.openapi.json', text: '[1,\n2' },
    ]);
    for (const file of ['a.bpmn', 'b.bpmn', 'c.dmn', 'd.schema.json', 'e.openapi.json']) {
      expect(
        diagnostics.some(({ place, severity }) => place.file === file && severity === 'error'),
      ).toBe(true);
    }
    expect(diagnostics.find(({ place }) => place.file === 'd.schema.json')).toMatchObject({
      code: 'TYPE501',
      place: { line: 2, column: 2 },
    });
  });
});
