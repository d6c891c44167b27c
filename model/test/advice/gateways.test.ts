import { coverAll } from '../../rules/advice/covering-conditions.js';
import { processOf, raised } from '../small-model.js';

const condition = (text: string) => `<conditionExpression>${text}</conditionExpression>`;
const gateway = (attributes = '', kind = 'exclusiveGateway') => `<${kind} id="g" ${attributes} />`;
/** Flows `f0`, `f1`, ... out of the gateway, each on its line; an empty text is no condition. */
const out = (...conditions: readonly string[]) =>
  conditions
    .map(
      (text, index) =>
        `\n<sequenceFlow id="f${String(index)}" sourceRef="g" targetRef="t${String(index)}">${text && condition(text)}</sequenceFlow><task id="t${String(index)}" />`,
    )
    .join('');

describe('a gateway without default flow (BPMN166)', () => {
  const found = (body: string) => raised('BPMN166', processOf(body));
  const says = (kind = 'exclusiveGateway') => [
    `g @ <${kind}: "g" has no default flow: when none of its conditions holds, the instance stops with an incident.`,
  ];

  test.each(['exclusiveGateway', 'inclusiveGateway'])('is an %s', async (kind) => {
    expect(await found(gateway('', kind) + out('=a = 1', '=a = 2'))).toEqual(says(kind));
    expect(await found(gateway('', kind) + out('=a'))).toEqual(says(kind));
  });

  test('is none with a default flow, with conditions that cover all, or without conditions', async () => {
    expect(await found(gateway('default="f1"') + out('=a', '=b'))).toEqual([]);
    expect(await found(gateway() + out('=a', '=not(a)'))).toEqual([]);
    expect(await found(gateway() + out(''))).toEqual([]);
    expect(await found(gateway() + out('=a', ''))).toEqual([]);
    expect(await found(gateway())).toEqual([]);
    expect(await found(gateway('', 'parallelGateway') + out('=a', '=b'))).toEqual([]);
  });

  test('is found in sub-processes', async () => {
    expect(await found(`<subProcess id="s">${gateway()}${out('=a')}</subProcess>`)).toEqual(says());
  });
});

describe('coverAll', () => {
  test.each([
    [['true']],
    [['a', 'true']],
    [['a', 'not(a)']],
    [['not (a)', 'a']],
    [['not(a)', '(a)']],
    [['a > 1', 'not(a > 1)']],
    [['a', 'a = false']],
    [['a=false', 'a']],
    [['a = true', 'a = false']],
    [['a=true', 'a=false']],
    [['a = false', 'a = true']],
    [['a = true', 'a']],
    [['a = true', 'not(a = true)']],
    [['a = 1', 'a != 1']],
    [['a != 1', 'a = 1']],
    [['a < 1', 'a >= 1']],
    [['a >= 1', 'a < 1']],
    [['a > 1', 'a <= 1']],
    [['a <= 1', 'a > 1']],
    [['a<1', 'a>=1']],
    [['a<1', 'a >= 1']],
    [['(a < 1)', 'a >= 1']],
    [['b', 'a < 1', 'c', 'a >= 1']],
  ])('%j leave nothing out', (conditions) => {
    expect(coverAll(conditions)).toBe(true);
  });

  test.each([
    [[]],
    [['a']],
    [['a', 'b']],
    [['a', 'not(b)']],
    [['a = 1', 'a = 2']],
    [['a < 1', 'a > 1']],
    [['a <= 1', 'a >= 1']],
    [['a < 1', 'b >= 1']],
    [['a < 1', 'a >= 2']],
    [['a = true', 'b = false']],
    [['a = true', 'b']],
    [['(a) or (b)', 'a) or (b']],
    [['a = "true"', 'a = "false"']],
  ])('%j may leave something out', (conditions) => {
    expect(coverAll(conditions)).toBe(false);
  });
});

describe('two flows with one condition (BPMN167)', () => {
  const found = (body: string) => raised('BPMN167', processOf(body));

  test('the second is never taken', async () => {
    expect(await found(gateway() + out('=a &gt; 1', '=b', '=a  &gt; 1'))).toEqual([
      'f2 @ =a: The flow "f2" out of "g" has the same condition as "f0" (line 4), so it is never taken.',
    ]);
    expect(await found(gateway() + out('=a', '= a ', '=a'))).toEqual([
      'f1 @ =: The flow "f1" out of "g" has the same condition as "f0" (line 4), so it is never taken.',
      'f2 @ =a: The flow "f2" out of "g" has the same condition as "f0" (line 4), so it is never taken.',
    ]);
  });

  test('is none at an inclusive gateway, for the default flow, or without conditions', async () => {
    expect(await found(gateway('', 'inclusiveGateway') + out('=a', '=a'))).toEqual([]);
    expect(await found(gateway('default="f1"') + out('=a', '=a'))).toEqual([]);
    expect(await found(gateway() + out('', ''))).toEqual([]);
    expect(await found(gateway() + out('=a', '=b'))).toEqual([]);
  });
});
