import { validate } from '../../index.js';
import { extend, processOf, properties, raised, readSmall } from '../small-model.js';

const message = (key = '=key') =>
  `<message id="m" name="paid">${extend(`<zeebe:subscription correlationKey="${key}" />`)}</message>`;
const receive = '<receiveTask id="w" messageRef="m" />';
const found = (body: string, key?: string, declared?: ReadonlySet<string>) =>
  raised('BPMN154', processOf(`<startEvent id="s" />${body}`, { roots: message(key) }), {
    ...(declared && { declaredVariables: new Map([['small.bpmn', declared]]) }),
  });
const says = (variable = 'key', place = `=${variable}`) => [
  `m @ ${place}: Message "paid" is correlated by the variable "${variable}", but no mapping or schema says what writes it.`,
];
const mapping = (kind: string, target: string) =>
  `<task id="t">${extend(`<zeebe:ioMapping><zeebe:${kind} source="=x" target="${target}" /></zeebe:ioMapping>`)}</task>`;
const loop = (attributes: string) =>
  `<task id="t"><multiInstanceLoopCharacteristics>${extend(`<zeebe:loopCharacteristics inputCollection="=x" ${attributes} />`)}</multiInstanceLoopCharacteristics></task>`;

describe('a correlation key that nothing writes (BPMN154)', () => {
  test.each([
    ['a receive task', receive],
    [
      'a catch event',
      '<intermediateCatchEvent id="c"><messageEventDefinition messageRef="m" /></intermediateCatchEvent>',
    ],
    [
      'a boundary event',
      '<boundaryEvent id="b" attachedToRef="x"><messageEventDefinition messageRef="m" /></boundaryEvent>',
    ],
    [
      'an event sub-process',
      '<subProcess id="e" triggeredByEvent="true"><startEvent id="es"><messageEventDefinition messageRef="m" /></startEvent></subProcess>',
    ],
  ])('of %s', async (_, body) => {
    expect(await found(body)).toEqual(says());
  });

  test('is not needed where nothing is found by it', async () => {
    const use = (kind: string) =>
      `<${kind} id="u"><messageEventDefinition messageRef="m" /></${kind}>`;

    expect(await found(use('startEvent'))).toEqual([]);
    expect(await found(use('endEvent') + use('intermediateThrowEvent'))).toEqual([]);
    expect(await found('<receiveTask id="w" />')).toEqual([]);
    expect(await found(receive, '')).toEqual([]);
  });

  test('is named once for each variable and message', async () => {
    expect(await found(receive + receive.replace('"w"', '"v"'))).toEqual(says());
    expect(await found(receive, '=order.id + order.part + other')).toEqual([
      ...says('order', '=order.id'),
      ...says('other', '=order.id'),
    ]);
  });

  test('is left alone when it is no FEEL, or does not parse', async () => {
    expect(await found(receive, 'key')).toEqual([]);
    expect(await found(receive, '=key +')).toEqual([]);
    expect(await found(receive, '=&quot;all&quot;')).toEqual([]);
  });

  test.each([
    ['an output mapping', mapping('output', 'key')],
    ['an output mapping into it', mapping('output', 'key.id')],
    ['an input mapping', mapping('input', 'key')],
    [
      'a script',
      `<scriptTask id="t">${extend('<zeebe:script expression="=1" resultVariable="key" />')}</scriptTask>`,
    ],
    [
      'a decision',
      `<businessRuleTask id="t">${extend('<zeebe:calledDecision decisionId="d" resultVariable="key" />')}</businessRuleTask>`,
    ],
    ['the element of a loop', loop('inputElement="key"')],
    ['the output of a loop', loop('outputCollection="key" outputElement="=y"')],
    [
      'the output of an ad-hoc sub-process',
      `<adHocSubProcess id="a">${extend('<zeebe:adHoc outputCollection="key" outputElement="=y" />')}</adHocSubProcess>`,
    ],
    [
      'a mapping inside a sub-process',
      `<subProcess id="x">${mapping('output', 'key')}</subProcess>`,
    ],
  ])('is written by %s', async (_, body) => {
    expect(await found(receive + body)).toEqual([]);
    expect(await found(receive + body, '=kex')).toEqual(says('kex'));
  });

  test('may be the counter of a loop, where there is one', async () => {
    expect(await found(receive + loop(''), '=loopCounter')).toEqual([]);
    expect(await found(receive, '=loopCounter')).toEqual(says('loopCounter'));
  });

  test('is written by what a schema declares', async () => {
    expect(await found(receive, '=key', new Set(['key']))).toEqual([]);
    expect(await found(receive, '=key', new Set(['other']))).toEqual(says());
  });

  test.each([
    ['a payload', properties({ payload: 'x.json' })],
    ['a schema', properties({ schema: 'x.json' })],
    ['a form', '<zeebe:formDefinition formId="f" />'],
  ])('may be in %s of the start that is not at hand', async (_, extension) => {
    const start = `<startEvent id="start">${extend(extension)}</startEvent>`;

    expect(await found(receive + start)).toEqual([]);
    // The schema beside the model says all that comes in at the start.
    expect(await found(receive + start, '=key', new Set(['other']))).toEqual(says());
  });

  test('may be in a payload on the way, whatever the schema beside the model says', async () => {
    const task = `<task id="t">${extend(properties({ payload: 'x.json' }))}</task>`;
    const event = `<subProcess id="e" triggeredByEvent="true"><startEvent id="es">${extend(properties({ payload: 'x.json' }))}</startEvent></subProcess>`;

    expect(await found(receive + task)).toEqual([]);
    expect(await found(receive + task, '=key', new Set(['other']))).toEqual([]);
    expect(await found(receive + event, '=key', new Set(['other']))).toEqual([]);
    expect(await found(receive + task.replace('payload', 'effect'))).toEqual(says());
  });

  describe('across call activities', () => {
    const call = (id: string, attributes = '', inputs = '') =>
      `<callActivity id="c">${extend(`<zeebe:calledElement processId="${id}" ${attributes} />${inputs}`)}</callActivity>`;
    const child = (body: string, id = 'child') =>
      processOf(`<startEvent id="s" />${body}`, { roots: message() }).replace(
        'id="p"',
        `id="${id}"`,
      );
    const codes = async (...files: readonly string[]) =>
      validate(
        await Promise.all(files.map((xml, index) => readSmall(xml, `${String(index)}.bpmn`))),
      )
        .filter(({ code }) => code === 'BPMN154')
        .map(({ place }) => place.file);
    const none = 'propagateAllChildVariables="false"';

    test('a called process may hand it back', async () => {
      expect(await codes(child(receive + call('q'), 'p'))).toEqual([]);
      expect(await codes(child(receive + call('q', none), 'p'))).toEqual(['0.bpmn']);
      expect(await codes(child(receive + call('q'), 'p'), child('', 'q'))).toEqual(['0.bpmn']);
      expect(
        await codes(child(receive + call('q'), 'p'), child(mapping('output', 'key'), 'q')),
      ).toEqual([]);
      expect(await codes(child(receive + '<callActivity id="c" />', 'p'))).toEqual(['0.bpmn']);
    });

    test('a caller may hand it over', async () => {
      const parent = (body: string) => child(body, 'parent');
      const inputs = '<zeebe:ioMapping><zeebe:input source="=x" target="key" /></zeebe:ioMapping>';
      const own = 'propagateAllParentVariables="false"';

      expect(await codes(child(receive), parent(call('child')))).toEqual(['0.bpmn']);
      expect(await codes(child(receive), parent(call('child', own, inputs)))).toEqual([]);
      expect(await codes(child(receive), parent(mapping('output', 'key') + call('child')))).toEqual(
        [],
      );
      expect(
        await codes(child(receive), parent(mapping('output', 'key') + call('child', own))),
      ).toEqual(['0.bpmn']);
    });

    test('processes that call each other come to an end', async () => {
      expect(await codes(child(receive + call('q'), 'p'), child(receive + call('p'), 'q'))).toEqual(
        ['0.bpmn', '1.bpmn'],
      );
    });
  });
});
