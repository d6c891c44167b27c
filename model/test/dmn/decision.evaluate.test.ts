import type { DecisionResult, HitPolicy } from '../../dmn/index.js';
import {
  decisionInputTypes,
  decisionOutputType,
  evaluateDecision,
  readDmn,
} from '../../dmn/index.js';

const NAMESPACE = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

/** One table with input `x`, the outputs given, and rules as [test, ...outputs]. */
function table(options: {
  readonly policy: HitPolicy | 'NONE';
  readonly aggregation?: string;
  readonly outputs?: readonly string[];
  readonly rules: readonly (readonly string[])[];
}): string {
  const outputs = options.outputs ?? ['<output id="o1" name="y" typeRef="string"/>'];
  const rules = options.rules
    .map(
      ([test, ...results], i) =>
        `<rule id="r${i + 1}"><inputEntry id="i${i}"><text><![CDATA[${test ?? ''}]]></text></inputEntry>` +
        results
          .map((text, k) => `<outputEntry id="e${i}${k}"><text>${text}</text></outputEntry>`)
          .join('') +
        '</rule>',
    )
    .join('');
  const aggregation =
    options.aggregation === undefined ? '' : ` aggregation="${options.aggregation}"`;
  return definitions(
    `<decision id="d" name="D"><decisionTable id="t" hitPolicy="${options.policy}"${aggregation}>` +
      `<input id="in1" label="X"><inputExpression id="ie" typeRef="number"><text>x</text></inputExpression></input>` +
      `${outputs.join('')}${rules}</decisionTable></decision>`,
  );
}

function definitions(content: string): string {
  return `<definitions xmlns="${NAMESPACE}" id="g" name="G" namespace="n">${content}</definitions>`;
}

async function decide(xml: string, variables: Readonly<Record<string, unknown>>, id = 'd') {
  const model = await readDmn(xml, { file: 'd.dmn' });
  expect(model.diagnostics).toEqual([]);
  return evaluateDecision(model, id, variables);
}

function outputOf(result: DecisionResult): unknown {
  return result.kind === 'success' ? result.output : result.message;
}

describe('a decision table', () => {
  test('reports inputs, the matched rule and the output as the broker records them', async () => {
    const xml = table({
      policy: 'FIRST',
      rules: [
        ['< 10', '"low"'],
        ['', '"high"'],
      ],
    });
    expect(await decide(xml, { x: 5 })).toEqual({
      kind: 'success',
      output: 'low',
      evaluatedDecisions: [
        {
          decisionId: 'd',
          decisionName: 'D',
          decisionType: 'DECISION_TABLE',
          output: 'low',
          inputs: [{ inputId: 'in1', inputName: 'X', value: 5 }],
          matchedRules: [
            {
              ruleId: 'r1',
              ruleIndex: 1,
              outputs: [{ outputId: 'o1', outputName: 'y', value: 'low' }],
            },
          ],
        },
      ],
    });
  });

  test.each<[string, HitPolicy, unknown]>([
    ['the first of several rules', 'FIRST', 'b'],
    ['the value named first in the output values', 'PRIORITY', 'a'],
    ['all values in the order of the output values', 'OUTPUT ORDER', ['a', 'b', 'b']],
    ['all values in the order of the rules', 'RULE ORDER', ['b', 'a', 'b']],
    ['all values', 'COLLECT', ['b', 'a', 'b']],
  ])('gives %s under %s', async (_, policy, expected) => {
    const outputs = [
      '<output id="o1" name="y"><outputValues id="v"><text>"a","b"</text></outputValues></output>',
    ];
    const rules = [
      ['> 0', '"b"'],
      ['> 1', '"a"'],
      ['> 2', '"b"'],
    ];
    expect(outputOf(await decide(table({ policy, outputs, rules }), { x: 3 }))).toEqual(expected);
  });

  test.each([
    ['SUM', 0.3],
    ['MIN', 0.1],
    ['MAX', 0.2],
    ['COUNT', 2],
  ])('folds collected numbers with %s', async (aggregation, expected) => {
    const rules = [
      ['> 0', '0.1'],
      ['> 1', '0.2'],
      ['> 9', '5'],
    ];
    expect(outputOf(await decide(table({ policy: 'COLLECT', aggregation, rules }), { x: 3 }))).toBe(
      expected,
    );
  });

  test('fails when UNIQUE has two matches, naming the decision and the values', async () => {
    const rules = [
      ['> 0', '"a"'],
      ['> 1', '"b"'],
    ];
    const result = await decide(table({ policy: 'UNIQUE', rules }), { x: 3 });
    expect(result).toMatchObject({
      kind: 'failure',
      failedDecisionId: 'd',
      message:
        "Expected to evaluate decision 'd', but multiple values aren't allowed for UNIQUE hit policy. found: 'List(Map(y -> \"a\"), Map(y -> \"b\"))'",
    });
    expect(result.evaluatedDecisions[0]?.matchedRules).toHaveLength(2);
  });

  test('accepts equal values under ANY and fails for different ones', async () => {
    const equal = [
      ['> 0', '"a"'],
      ['> 1', '"a"'],
    ];
    expect(outputOf(await decide(table({ policy: 'ANY', rules: equal }), { x: 3 }))).toBe('a');
    const different = [
      ['> 0', '"a"'],
      ['> 1', '"b"'],
    ];
    expect(outputOf(await decide(table({ policy: 'ANY', rules: different }), { x: 3 }))).toContain(
      "different values aren't allowed for ANY hit policy",
    );
  });

  test('gives null when no rule matches, or the default entries', async () => {
    const rules = [['< 0', '"a"']];
    expect(outputOf(await decide(table({ policy: 'UNIQUE', rules }), { x: 3 }))).toBeNull();
    const outputs = [
      '<output id="o1" name="y"><defaultOutputEntry><text>"none"</text></defaultOutputEntry></output>',
    ];
    expect(outputOf(await decide(table({ policy: 'UNIQUE', outputs, rules }), { x: 3 }))).toBe(
      'none',
    );
  });

  test('gives a context for several outputs', async () => {
    const outputs = ['<output id="o1" name="fare"/>', '<output id="o2" name="class"/>'];
    const rules = [['> 0', 'x * 2', '"economy"']];
    expect(outputOf(await decide(table({ policy: 'UNIQUE', outputs, rules }), { x: 3 }))).toEqual({
      fare: 6,
      class: 'economy',
    });
  });

  test('matches no rule that compares a missing variable', async () => {
    const rules = [
      ['< 10', '"low"'],
      ['not(5)', '"other"'],
    ];
    const result = await decide(table({ policy: 'FIRST', rules }), {});
    expect(outputOf(result)).toBe('other');
  });
});

describe('a requirements graph', () => {
  const graph = definitions(
    '<inputData id="i_age" name="age"><variable name="age" typeRef="number"/></inputData>' +
      '<decision id="price" name="Price"><variable name="price" typeRef="number"/>' +
      '<informationRequirement><requiredDecision href="#discount"/></informationRequirement>' +
      '<informationRequirement><requiredInput href="#i_age"/></informationRequirement>' +
      '<literalExpression><text>100 - discount</text></literalExpression></decision>' +
      '<decision id="discount" name="Discount"><literalExpression><text>if age > 65 then 20 else 0</text></literalExpression></decision>',
  );

  test('evaluates what a decision requires first and lists both', async () => {
    const result = await decide(graph, { age: 70 }, 'price');
    expect(outputOf(result)).toBe(80);
    expect(result.evaluatedDecisions.map((each) => [each.decisionId, each.output])).toEqual([
      ['discount', 20],
      ['price', 80],
    ]);
  });

  test('names the decision that failed and says so in the words of the broker', async () => {
    const xml = graph.replace('if age', 'assert(null, false, "no tariff") + if age');
    const result = await decide(xml, { age: 1 }, 'price');
    expect(result).toMatchObject({ kind: 'failure', failedDecisionId: 'discount' });
    expect(outputOf(result)).toMatch(
      /^Expected to evaluate decision 'price', but Assertion failure on /,
    );
  });

  test('says when the decision does not exist', async () => {
    const result = await decide(graph, {}, 'nope');
    expect(outputOf(result)).toBe(
      "Expected to evaluate decision 'nope', but no decision found for id 'nope'",
    );
  });

  test('states the types of inputs and outputs', async () => {
    const model = await readDmn(graph, { file: 'd.dmn' });
    const [price] = model.decisions;
    expect(decisionOutputType(price!)).toEqual({
      isList: false,
      canBeNull: true,
      values: [{ name: 'price', typeRef: 'number' }],
    });
    expect(decisionInputTypes(price!)).toEqual([{ name: 'age', typeRef: 'number' }]);
  });
});

describe('a DMN file that cannot be used', () => {
  test.each([
    ['DMN501', '<html/>', 'is not a DMN model'],
    ['DMN501', '<definitions', 'is not a DMN model'],
    ['DMN502', definitions('<decision id="d"><list/></decision>'), 'no id or no name'],
    ['DMN505', definitions('<decision id="d" name="D"/>'), 'neither a decision table'],
    ['DMN503', table({ policy: 'FIRST', rules: [['< <', '1']] }), "in '< <'"],
    ['DMN506', table({ policy: 'NONE', rules: [] }), "no hit policy 'NONE'"],
    [
      'DMN504',
      definitions(
        '<decision id="d" name="D"><informationRequirement><requiredDecision href="#d"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>',
      ),
      "'d' requires itself",
    ],
  ])('has a %s with its place', async (code, xml, text) => {
    const model = await readDmn(xml, { file: 'd.dmn' });
    expect(model.diagnostics.map((each) => each.code)).toContain(code);
    const found = model.diagnostics.find((each) => each.code === code);
    expect(found?.message).toContain(text);
    expect(found?.place.file).toBe('d.dmn');
  });

  test('has the line and column of a wrong cell', async () => {
    const xml = table({ policy: 'FIRST', rules: [['', '1 +']] }).replace('<rule', '\n<rule');
    const model = await readDmn(xml, { file: 'd.dmn' });
    expect(model.diagnostics[0]?.place).toEqual({
      file: 'd.dmn',
      line: 2,
      column: xml.split('\n')[1]!.indexOf('1 +') + 1,
    });
  });

  test('does not loop when a broken circle is evaluated all the same', async () => {
    const xml = definitions(
      '<decision id="a" name="A"><informationRequirement><requiredDecision href="#b"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>' +
        '<decision id="b" name="B"><informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>',
    );
    const model = await readDmn(xml, { file: 'd.dmn' });
    expect(evaluateDecision(model, 'a', {})).toMatchObject({ kind: 'failure' });
  });
});
