import { readDmn, type DmnModel } from '../../model/dmn/index.js';
import type { Json } from '../json.js';
import { decisionInputs } from '../plan/decision-inputs.js';
import { resultSchema } from '../plan/decision-schemas.js';
import { plan } from '../plan/plan.js';
import { bpmnSource, flowsThrough } from './fixture.js';

const STRING = { type: 'string' };
const NUMBER = { type: 'number' };
const nullable = (schema: Json): Json => ({ anyOf: [schema, { type: 'null' }] });

const dmn = (contents: string): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="n">${contents}</definitions>`;

function table(
  columns: { readonly input?: string; readonly output: string },
  rows: readonly (readonly [string, string])[],
  attributes = 'hitPolicy="FIRST"',
): string {
  const { input = '<inputExpression id="ie"><text>x</text></inputExpression>', output } = columns;
  const rules = rows.map(
    ([test, result], at) =>
      `<rule id="r${at}"><inputEntry id="i${at}"><text>${test}</text></inputEntry><outputEntry id="o${at}"><text>${result}</text></outputEntry></rule>`,
  );
  return `<decisionTable id="t" ${attributes}><input id="in">${input}</input>${output}${rules.join('')}</decisionTable>`;
}
const decision = (id: string, contents: string): string =>
  `<decision id="${id}" name="${id}">${contents}</decision>`;
const output = (more = '', inner = ''): string =>
  `<output id="out" name="y" ${more}>${inner}</output>`;
const literal = (text: string, more = ''): string =>
  `<literalExpression id="le" ${more}><text>${text}</text></literalExpression>`;

async function read(contents: string): Promise<DmnModel> {
  const model = await readDmn(dmn(contents), { file: 'd.dmn' });
  expect(model.diagnostics).toEqual([]);
  return model;
}

async function resultOf(contents: string, id = 'd'): Promise<Json> {
  const model = await read(contents);
  const byId = new Map(model.decisions.map((each) => [each.id, each]));
  const found = byId.get(id);
  if (found === undefined) {
    throw new Error('no decision');
  }
  return resultSchema(found, byId);
}

describe('the result of a decision', () => {
  test.each<readonly [string, string, Json]>([
    ['a typed column', table({ output: output('typeRef="number"') }, [['-', '1']]), NUMBER],
    [
      'texts that rules write out',
      table({ output: output('typeRef="string"') }, [
        ['1', '"a"'],
        ['-', '"b"'],
      ]),
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      'no rule that always holds',
      table({ output: output() }, [['1', '"a"']]),
      nullable({ type: 'string', const: 'a' }),
    ],
    [
      'an entry that is null',
      table({ output: output('typeRef="string"') }, [
        ['1', 'null'],
        ['-', '"b"'],
      ]),
      { anyOf: [{ type: 'null' }, { type: 'string', const: 'b' }] },
    ],
    [
      'listed values',
      table(
        {
          output: output(
            'typeRef="string"',
            '<outputValues id="ov"><text>"a","b"</text></outputValues>',
          ),
        },
        [['-', 'x']],
      ),
      { type: 'string', enum: ['a', 'b'] },
    ],
    [
      'a column without a type',
      table({ output: output() }, [
        ['1', '1'],
        ['-', '2'],
      ]),
      NUMBER,
    ],
    [
      'rules that contradict their column',
      table({ output: output('typeRef="string"') }, [['-', '1 + 1']]),
      NUMBER,
    ],
    [
      'an unknown entry',
      table({ output: output() }, [
        ['1', '1'],
        ['-', 'other'],
      ]),
      true,
    ],
    [
      'COLLECT',
      table({ output: output('typeRef="string"') }, [['-', '"a"']], 'hitPolicy="COLLECT"'),
      { type: 'array', items: { type: 'string', const: 'a' } },
    ],
    [
      'RULE ORDER',
      table({ output: output() }, [['-', '1']], 'hitPolicy="RULE ORDER"'),
      { type: 'array', items: NUMBER },
    ],
    [
      'COLLECT with SUM',
      table({ output: output() }, [['-', '"a"']], 'hitPolicy="COLLECT" aggregation="COUNT"'),
      NUMBER,
    ],
    [
      'a literal expression with a type',
      literal('x', 'typeRef="boolean"'),
      nullable({ type: 'boolean' }),
    ],
    ['a literal expression without one', literal('&quot;n&quot; + x'), nullable(STRING)],
  ])('of %s', async (_, contents, expected) => {
    expect(await resultOf(decision('d', contents))).toEqual(expected);
  });

  test('with several outputs is an object of them', async () => {
    const two = `<decisionTable id="t" hitPolicy="FIRST"><input id="in"><inputExpression id="ie"><text>x</text></inputExpression></input><output id="o1" name="a" typeRef="number" /><output id="o2" name="b" typeRef="string" /><rule id="r"><inputEntry id="i"><text>-</text></inputEntry><outputEntry id="e1"><text>x</text></outputEntry><outputEntry id="e2"><text>z</text></outputEntry></rule></decisionTable>`;
    expect(await resultOf(decision('d', two))).toEqual({
      type: 'object',
      properties: { a: NUMBER, b: STRING },
      required: ['a', 'b'],
    });
  });

  test('can be of a type of the model’s own', async () => {
    const types = `<itemDefinition id="i1" name="tSize"><typeRef>string</typeRef><allowedValues><text>"S","L"</text></allowedValues></itemDefinition>
      <itemDefinition id="i2" name="tParcel" isCollection="true"><itemComponent id="i3" name="size"><typeRef>tSize</typeRef></itemComponent><itemComponent id="i4" name="weight"><typeRef>number</typeRef></itemComponent></itemDefinition>
      <itemDefinition id="i5" name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>`;
    expect(
      await resultOf(
        types + decision('d', table({ output: output('typeRef="tParcel"') }, [['-', 'x']])),
      ),
    ).toEqual({
      type: 'array',
      items: {
        type: 'object',
        properties: { size: { type: 'string', enum: ['S', 'L'] }, weight: NUMBER },
        required: ['size', 'weight'],
      },
    });
    expect(
      await resultOf(
        types + decision('d', table({ output: output('typeRef="tLoop"') }, [['-', 'x']])),
      ),
    ).toBe(true);
  });

  test('knows its inputs and the decisions it requires', async () => {
    const required = decision('base', `<variable id="v" name="base" />${literal('10 * 2')}`);
    const asking = `<decision id="d" name="d"><informationRequirement id="q"><requiredDecision href="#base" /></informationRequirement>${literal('base')}</decision>`;
    expect(await resultOf(required + asking)).toEqual(nullable(NUMBER));
    const typed = '<inputExpression id="ie" typeRef="boolean"><text>x</text></inputExpression>';
    expect(
      await resultOf(decision('d', table({ input: typed, output: output() }, [['-', 'x']]))),
    ).toEqual({ type: 'boolean' });
  });
});

describe('what a decision reads', () => {
  test('is typed by its columns, by what they ask, and by those it requires', async () => {
    const column = (expression: string, more = '', values = ''): string =>
      `<input id="in"><inputExpression id="ie" ${more}><text>${expression}</text></inputExpression>${values}</input>`;
    const tableOf = (columns: string): string =>
      `<decisionTable id="t" hitPolicy="FIRST">${columns}${output()}</decisionTable>`;
    const base = decision(
      'base',
      `<variable id="v" name="base" />${tableOf(column('weight', 'typeRef="number"'))}`,
    );
    const asking = `<decision id="d" name="d"><informationRequirement id="q"><requiredDecision href="#base" /></informationRequirement>${tableOf(
      column(
        'order.kind',
        'typeRef="string"',
        '<inputValues id="iv"><text>"a","b"</text></inputValues>',
      ) +
        column('base', 'typeRef="number"') +
        column('amount * 2 + base') +
        column('any'),
    )}</decision>`;
    const model = await read(base + asking);
    const byId = new Map(model.decisions.map((each) => [each.id, each]));
    const found = byId.get('d');
    expect(found && decisionInputs(found, byId)).toEqual([
      { path: ['order', 'kind'], schema: { type: 'string', enum: ['a', 'b'] } },
      { path: ['amount'], schema: NUMBER },
      { path: ['any'], schema: true },
      { path: ['weight'], schema: NUMBER },
    ]);
  });

  test('types the variables of the process, and is reported when nothing writes it', async () => {
    const contents = decision(
      'd',
      table(
        {
          input: '<inputExpression id="ie" typeRef="number"><text>weight</text></inputExpression>',
          output: output('typeRef="string"'),
        },
        [['-', '"a"']],
      ),
    );
    const task =
      '<bpmn:businessRuleTask id="b"><bpmn:extensionElements><zeebe:calledDecision decisionId="d" resultVariable="y" /></bpmn:extensionElements></bpmn:businessRuleTask>';
    const source = { kind: 'dmn' as const, file: 'd.dmn', path: 'd.dmn', text: dmn(contents) };
    const open = await plan([
      source,
      bpmnSource(`<bpmn:startEvent id="s" />${task}${flowsThrough('s', 'b')}`),
    ]);
    expect(open.processes[0]?.variables).toMatchObject({
      properties: { weight: NUMBER, y: { type: 'string' } },
    });
    const timer =
      '<bpmn:startEvent id="s"><bpmn:timerEventDefinition id="td"><bpmn:timeDate>2026-01-01T00:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent>';
    const { diagnostics } = await plan([
      source,
      bpmnSource(`${timer}${task}${flowsThrough('s', 'b')}`),
    ]);
    expect(diagnostics.filter(({ code }) => code.startsWith('TYPE'))).toMatchObject([
      {
        code: 'TYPE504',
        message: 'The decision "d" of "b" reads "weight", which nothing writes before "b".',
        place: { file: 'model.bpmn', line: 4 },
        elementId: 'b',
      },
    ]);
  });
});
