import type { Json } from '../json.js';
import { plan } from '../plan/plan.js';
import type { Plan } from '../plan/plan-types.js';
import type { Source } from '../source.js';
import { bpmnSource, flowsThrough, planOne, schemaSource, serviceTask } from './fixture.js';

const START = '<bpmn:startEvent id="s" />';
const STRING = { type: 'string' };
const NUMBER = { type: 'number' };

const io = (...mappings: readonly (readonly ['in' | 'out', string, string])[]): string =>
  `<zeebe:ioMapping>${mappings
    .map(([way, source, target]) => `<zeebe:${way}put source="${source}" target="${target}" />`)
    .join('')}</zeebe:ioMapping>`;
const script = (id: string, feel: string, variable: string): string =>
  `<bpmn:scriptTask id="${id}"><bpmn:extensionElements><zeebe:script expression="=${feel}" resultVariable="${variable}" /></bpmn:extensionElements></bpmn:scriptTask>`;
const userTask = (id: string, form: string, more = ''): string =>
  `<bpmn:userTask id="${id}"><bpmn:extensionElements><zeebe:userTask /><zeebe:formDefinition ${form} />${more}</bpmn:extensionElements></bpmn:userTask>`;
const loop = (attributes: string): string =>
  `<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes} /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
const timerStart =
  '<bpmn:startEvent id="s"><bpmn:timerEventDefinition id="td"><bpmn:timeDate>2026-01-01T00:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:startEvent>';
const branch = (id: string, condition: string, target: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="g" targetRef="${target}"><bpmn:conditionExpression>=${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>`;

function formSource(id: string, ...components: readonly object[]): Source {
  const file = `${id}.form`;
  return { kind: 'form', file, path: file, text: JSON.stringify({ id, components }) };
}

function properties(schema: Json): Readonly<Record<string, Json>> {
  return (schema as { readonly properties: Readonly<Record<string, Json>> }).properties;
}

function job(process: Plan['processes'][number], type: string) {
  const found = process.jobs.find((each) => each.type === type);
  if (found === undefined) {
    throw new Error(`no job ${type}`);
  }
  return found;
}

async function findings(...sources: readonly Source[]): Promise<readonly string[]> {
  const { diagnostics } = await plan(sources);
  return diagnostics
    .filter(({ code }) => code.startsWith('TYPE'))
    .map(({ code, message, fix, place }) => {
      const hint = code === 'TYPE510' ? ` (${fix})` : '';
      return `${code} ${place.file}:${place.line} ${message}${hint}`;
    });
}

describe('the type of a variable', () => {
  test('comes from what expressions ask, where nothing states one', async () => {
    const process = await planOne(
      bpmnSource(
        `${START}<bpmn:exclusiveGateway id="g" default="g_b" />${serviceTask('a', 'a', io(['in', '=order.total * 2', 'double']))}${serviceTask('b', 'b')}
         ${flowsThrough('s', 'g', 'b')}${branch('c', 'amount > 10 and status = &#34;OK&#34;', 'a')}`,
      ),
    );
    expect(properties(process.variables)).toEqual({
      amount: NUMBER,
      order: {
        type: 'object',
        properties: { total: NUMBER },
        required: [],
        additionalProperties: true,
      },
      status: STRING,
    });
    expect(job(process, 'a').input).toEqual({
      type: 'object',
      properties: { double: NUMBER },
      required: ['double'],
    });
  });

  test('comes from scripts and mappings, nested by dotted targets', async () => {
    const process = await planOne(
      bpmnSource(
        `${START}${script('x', '1 + 1', 'sum')}${serviceTask('a', 'a', io(['out', '=sum * 2', 'order.total'], ['out', '=&#34;EUR&#34;', 'order.currency']))}
         ${serviceTask('b', 'b', io(['in', '=order.total', 'total'], ['in', '=order', 'o.whole'], ['in', 'x', 'o.text']))}${flowsThrough('s', 'x', 'a', 'b')}`,
      ),
    );
    const order = {
      type: 'object',
      properties: { total: NUMBER, currency: STRING },
      required: ['total', 'currency'],
      additionalProperties: true,
    };
    expect(properties(process.variables)).toEqual({ order, sum: NUMBER });
    expect(properties(job(process, 'b').input)).toEqual({
      total: NUMBER,
      o: {
        type: 'object',
        properties: { whole: order, text: { type: 'string', const: 'x' } },
        required: ['whole', 'text'],
      },
    });
  });

  test('is the list of its literals when nothing else can write it', async () => {
    const model = (more: string): Source =>
      bpmnSource(
        `${timerStart}<bpmn:exclusiveGateway id="f" default="f_y" />${script('x', '&#34;FAST&#34;', 'lane')}${script('y', '&#34;SLOW&#34;', 'lane')}<bpmn:exclusiveGateway id="j" />
         ${more}<bpmn:exclusiveGateway id="g" default="g_e" /><bpmn:endEvent id="e" /><bpmn:endEvent id="e2" />
         <bpmn:sequenceFlow id="f_x" sourceRef="f" targetRef="x"><bpmn:conditionExpression>=now() > date and time("2026-01-01T00:00:00Z")</bpmn:conditionExpression></bpmn:sequenceFlow>
         ${flowsThrough('s', 'f', 'y', 'j', 'm', 'g', 'e')}${flowsThrough('x', 'j')}${branch('c', 'lane = &#34;FAST&#34;', 'e2')}`,
      );
    const settled = await planOne(model('<bpmn:task id="m" />'));
    expect(properties(settled.variables)).toEqual({
      lane: { type: 'string', enum: ['FAST', 'SLOW'] },
    });
    const open = await planOne(model(serviceTask('m', 'any')));
    expect(properties(open.variables)).toEqual({ lane: STRING });
  });

  test('comes from a form, which also types its task and its start', async () => {
    const process = await planOne(
      formSource('ask', { type: 'number', key: 'days', validate: { required: true } }),
      formSource('begin', { type: 'textfield', key: 'who', validate: { required: true } }),
      bpmnSource(
        `<bpmn:startEvent id="s"><bpmn:extensionElements><zeebe:formDefinition formId="begin" /></bpmn:extensionElements></bpmn:startEvent>${userTask('u', 'formId="ask"')}${serviceTask('a', 'a')}${flowsThrough('s', 'u', 'a')}`,
      ),
    );
    const who = { type: 'string', minLength: 1 };
    expect(process.start?.input).toEqual({
      type: 'object',
      properties: { who },
      required: ['who'],
    });
    expect(process.userTasks[0]?.output).toEqual({
      type: 'object',
      properties: { days: NUMBER },
      required: ['days'],
    });
    expect(job(process, 'a').input).toMatchObject({
      properties: { days: NUMBER, who },
      required: ['days', 'who'],
    });
  });

  test('comes from a form in the model, and what mappings take from it', async () => {
    const body = JSON.stringify({
      id: 'f',
      components: [{ type: 'checkbox', key: 'approved' }],
    }).replaceAll('"', '&#34;');
    const process = await planOne(
      bpmnSource(
        `<bpmn:extensionElements><zeebe:userTaskForm id="f1">${body}</zeebe:userTaskForm></bpmn:extensionElements>${START}${userTask('u', 'formKey="camunda-forms:bpmn:f1"', io(['out', '=approved', 'ok']))}${flowsThrough('s', 'u')}`,
      ),
    );
    expect(properties(process.variables)).toEqual({ ok: { type: 'boolean' } });
    expect(process.userTasks[0]?.output).toEqual({
      type: 'object',
      properties: { approved: { type: 'boolean' } },
      required: ['approved'],
    });
  });

  test('of a loop variable is that of the items, and its results are a list', async () => {
    const process = await planOne(
      schemaSource({
        type: 'object',
        properties: { lines: { type: 'array', items: { $ref: '#/$defs/Line' } }, prices: {} },
        required: ['lines'],
        $defs: { Line: { type: 'object', properties: { price: NUMBER }, required: ['price'] } },
      }),
      bpmnSource(
        `${START}<bpmn:subProcess id="sub">${loop('inputCollection="=lines" inputElement="line"')}<bpmn:startEvent id="s2" />${serviceTask('a', 'a', io(['in', '=line.price', 'price']))}${serviceTask('b', 'b')}${flowsThrough('s2', 'a', 'b')}</bpmn:subProcess>
         <bpmn:serviceTask id="c"><bpmn:extensionElements><zeebe:taskDefinition type="c" />${io(['in', '=line', 'line'])}</bpmn:extensionElements>${loop('inputCollection="=lines" inputElement="line" outputCollection="totals" outputElement="=line.price * 2"')}</bpmn:serviceTask>
         ${flowsThrough('s', 'sub', 'c')}`,
      ),
    );
    expect(properties(job(process, 'a').input)).toEqual({ price: NUMBER });
    expect(properties(job(process, 'b').input)).toMatchObject({
      line: { $ref: '#/$defs/Line' },
      loopCounter: { type: 'integer' },
    });
    expect(properties(job(process, 'c').input)).toEqual({ line: { $ref: '#/$defs/Line' } });
  });

  test('of an input that keeps its name may be null where nothing is sure to write it', async () => {
    const process = await planOne(
      schemaSource({ type: 'object', properties: { a: NUMBER, b: NUMBER }, required: ['b'] }),
      bpmnSource(
        `${START}${serviceTask('t', 't', io(['in', '=a', 'a'], ['in', '=b', 'b']))}${serviceTask('u', 'u', io(['out', '=a', 'a']))}${flowsThrough('s', 't', 'u')}`,
      ),
    );
    expect(properties(job(process, 't').input)).toEqual({
      a: { anyOf: [NUMBER, { type: 'null' }] },
      b: NUMBER,
    });
  });

  test('of a loop without a schema is asked for by what is done with its items', async () => {
    const process = await planOne(
      bpmnSource(
        `${START}<bpmn:serviceTask id="c"><bpmn:extensionElements><zeebe:taskDefinition type="c" />${io(['in', '=line.price + 1', 'p'])}</bpmn:extensionElements>${loop('inputCollection="=lines" inputElement="line" outputCollection="totals" outputElement="=p * 2"')}</bpmn:serviceTask>${flowsThrough('s', 'c')}`,
      ),
    );
    expect(properties(process.variables)).toEqual({
      lines: {
        type: 'array',
        items: {
          type: 'object',
          properties: { price: NUMBER },
          required: [],
          additionalProperties: true,
        },
      },
      totals: { type: 'array', items: NUMBER },
    });
  });

  test('of a job result is what output mappings ask of it', async () => {
    const process = await planOne(
      bpmnSource(
        `${START}${serviceTask('a', 'a', io(['out', '=answer.code + 1', 'code'], ['out', '=list[1].name', 'name']))}${flowsThrough('s', 'a')}`,
      ),
    );
    expect(properties(job(process, 'a').output)).toEqual({
      answer: { type: 'object', properties: { code: NUMBER }, required: ['code'] },
      list: {
        type: 'array',
        items: {
          type: 'object',
          properties: { name: true },
          required: [],
          additionalProperties: true,
        },
      },
    });
    expect(properties(process.variables)).toEqual({ code: NUMBER, name: true });
  });
});

describe('what a called process gives and needs', () => {
  const child = bpmnSource(`${START}${script('x', '1', 'total')}${flowsThrough('s', 'x')}`, {
    file: 'child.bpmn',
    id: 'child',
  });
  const childSchema = schemaSource(
    {
      type: 'object',
      properties: { customer: { $ref: '#/$defs/Customer' }, total: NUMBER, note: STRING },
      required: ['customer'],
      $defs: { Customer: { type: 'object', properties: { id: STRING }, required: ['id'] } },
    },
    'child.schema.json',
  );
  const call = (attributes: string, more = ''): string =>
    `<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="child" ${attributes} />${more}</bpmn:extensionElements></bpmn:callActivity>`;
  const customer = { type: 'object', properties: { id: STRING }, required: ['id'] };

  test('are variables of the caller when all are propagated', async () => {
    const { processes } = await plan([
      child,
      childSchema,
      bpmnSource(`${START}${call('')}${serviceTask('a', 'a')}${flowsThrough('s', 'c', 'a')}`),
    ]);
    const parent = processes.find(({ id }) => id === 'order');
    expect(parent?.calls[0]?.output).toEqual({
      type: 'object',
      properties: { customer, total: NUMBER, note: STRING },
      required: ['customer', 'total'],
    });
    expect(properties(parent?.variables ?? true)).toEqual({
      customer,
      note: STRING,
      total: NUMBER,
    });
    expect(parent?.jobs[0]?.input).toMatchObject({ required: ['customer', 'total'] });
    expect(processes.find(({ id }) => id === 'child')?.result).toEqual({
      type: 'object',
      properties: { customer: { $ref: '#/$defs/Customer' }, total: NUMBER, note: STRING },
      required: ['customer', 'total'],
    });
  });

  test('are read by output mappings, and not seen when nothing is propagated', async () => {
    const mapped = await plan([
      child,
      childSchema,
      bpmnSource(
        `${START}${call('propagateAllChildVariables="false"', io(['out', '=total * 2', 'twice']))}${flowsThrough('s', 'c')}`,
      ),
    ]);
    expect(
      properties(mapped.processes.find(({ id }) => id === 'order')?.variables ?? true),
    ).toEqual({ twice: NUMBER });
    const silent = await plan([
      child,
      childSchema,
      bpmnSource(`${START}${call('propagateAllChildVariables="false"')}${flowsThrough('s', 'c')}`),
    ]);
    expect(
      properties(silent.processes.find(({ id }) => id === 'order')?.variables ?? true),
    ).toEqual({});
  });

  test('are compared with what the caller passes', async () => {
    const parentSchema = schemaSource({ type: 'object', properties: { id: STRING }, required: [] });
    const parent = (attributes: string, more = ''): Source =>
      bpmnSource(`${START}${call(attributes, more)}${flowsThrough('s', 'c')}`);
    const missing =
      'TYPE512 model.bpmn:4 "c" does not pass "customer", which "child" needs at its start.';
    expect(await findings(child, childSchema, parentSchema, parent(''))).toEqual([missing]);
    // Without a schema the caller may have been given anything.
    expect(await findings(child, childSchema, parent(''))).toEqual([]);
    const nothing = 'propagateAllParentVariables="false"';
    expect(await findings(child, childSchema, parent(nothing))).toEqual([missing]);
    expect(
      await findings(
        child,
        childSchema,
        parent(nothing, io(['in', '={id: &#34;1&#34;}', 'customer'])),
      ),
    ).toEqual([]);
    expect(
      await findings(child, childSchema, parent(nothing, io(['in', '=1 + 1', 'customer']))),
    ).toEqual(['TYPE512 model.bpmn:4 "c" passes number as "customer", but "child" needs object.']);
  });

  test('are unknown of processes that call each other', async () => {
    const circle = (id: string, other: string): Source =>
      bpmnSource(
        `${START}<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="${other}" /></bpmn:extensionElements></bpmn:callActivity>${flowsThrough('s', 'c')}`,
        { file: `${id}.bpmn`, id },
      );
    const { processes } = await plan([circle('a', 'b'), circle('b', 'a')]);
    expect(processes.map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('findings about variables', () => {
  const declared = schemaSource({
    type: 'object',
    properties: {
      status: { enum: ['APPROVED', 'REJECTED', null] },
      amount: NUMBER,
      late: { type: 'boolean' },
      never: STRING,
      many: { type: 'array', items: STRING },
    },
    required: ['status', 'amount', 'many'],
  });
  const gateway = (condition: string): Source =>
    bpmnSource(
      `${START}<bpmn:exclusiveGateway id="g" default="g_e" /><bpmn:endEvent id="e" /><bpmn:endEvent id="e2" />${script('x', '&#34;n&#34;', 'never')}
       ${flowsThrough('s', 'g', 'e')}${flowsThrough('e2', 'x')}
${branch('c', condition, 'e2')}`,
    );

  test.each<readonly [string, readonly string[]]>([
    ['status = &#34;APPROVED&#34;', []],
    ['status = null', []],
    [
      'status = &#34;APROVED&#34;',
      [
        'TYPE510 model.bpmn:7 "status = "APROVED"" compares "status" with "APROVED", which can only be "APPROVED", "REJECTED". (write "APPROVED" if that is meant)',
      ],
    ],
    [
      'amount > 1 or status in (&#34;REJECTED&#34;, &#34;LOST&#34;)',
      [
        'TYPE510 model.bpmn:7 "amount > 1 or status in ("REJECTED", "LOST")" compares "status" with "LOST", which can only be "APPROVED", "REJECTED". (correct the value, or add it to the values that the variable can have)',
      ],
    ],
    [
      'not(amount = &#34;1&#34;)',
      [
        'TYPE510 model.bpmn:7 "not(amount = "1")" compares "amount" with "1", which is number. (correct the value, or add it to the values that the variable can have)',
      ],
    ],
    ['amount', ['TYPE511 model.bpmn:7 The condition of "c" gives number, but boolean is needed.']],
    // Given at the start, when a schema says so and nothing writes it.
    ['late', []],
    [
      'count(unknown) > 1',
      [
        'TYPE506 model.bpmn:7 The condition of "c" reads "unknown", which the schema of variables does not describe.',
      ],
    ],
    [
      'never = &#34;n&#34;',
      ['TYPE504 model.bpmn:7 The condition of "c" reads "never", which nothing writes before "g".'],
    ],
  ])('a condition %s', async (condition, expected) => {
    expect(await findings(declared, gateway(condition))).toEqual(expected);
  });

  test('name both places of sources that contradict each other', async () => {
    const ask = formSource('ask', { type: 'number', key: 'never', validate: { required: true } });
    expect(
      await findings(
        declared,
        ask,
        bpmnSource(
          `${START}${userTask('u', 'formId="ask"')}\n${script('x', '[1]', 'amount')}${flowsThrough('s', 'u', 'x')}`,
        ),
      ),
    ).toEqual([
      'TYPE507 model.bpmn:4 "never" is number by the form of "u", but string by the schema of variables (model.schema.json:1:140).',
      'TYPE507 model.bpmn:5 "amount" is array by the script of "x", but number by the schema of variables (model.schema.json:1:88).',
    ]);
    expect(
      await findings(
        ask,
        bpmnSource(
          `${START}${userTask('u', 'formId="ask"')}\n${script('x', '&#34;n&#34;', 'never')}${flowsThrough('s', 'u', 'x')}`,
        ),
      ),
    ).toEqual([
      'TYPE507 model.bpmn:5 "never" is string by the script of "x", but number by the form of "u" (model.bpmn:4:27).',
    ]);
  });

  test('name expressions that no value can satisfy', async () => {
    expect(
      await findings(
        bpmnSource(
          `${START}${serviceTask('a', 'a', io(['in', '=v + 1', 'x']))}\n${serviceTask('b', 'b', io(['in', '=string length(v)', 'y']))}${flowsThrough('s', 'a', 'b')}`,
        ),
      ),
    ).toEqual([
      'TYPE508 model.bpmn:5 "string length(v)" asks for "v" to be string, but "v + 1" (model.bpmn:4:147) asks for number.',
    ]);
    expect(
      await findings(
        bpmnSource(
          `${timerStart}${script('x', '&#34;n&#34;', 'v')}\n${script('y', 'v * 2', 'w')}${flowsThrough('s', 'x', 'y')}`,
        ),
      ),
    ).toEqual([
      'TYPE507 model.bpmn:5 "v * 2" asks for "v" to be number, but it is string by the script of "x" (model.bpmn:4:205).',
    ]);
  });

  test('name every kind of expression that reads what is not there', async () => {
    const found = await findings(
      bpmnSource(
        `${timerStart}${script('x', 'a + 1', 'n')}
<bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition id="d2"><bpmn:timeDuration>=b</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:receiveTask id="r" messageRef="M"><bpmn:extensionElements>${io(['out', '=text', 'given'])}</bpmn:extensionElements></bpmn:receiveTask>
<bpmn:subProcess id="sub">${loop('inputCollection="=d" inputElement="one"')}<bpmn:startEvent id="s2" />${script('y', 'one + e', 'm')}${flowsThrough('s2', 'y')}</bpmn:subProcess>
<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="=f" propagateAllChildVariables="false" /></bpmn:extensionElements></bpmn:callActivity>
${script('z', 'given', 'end')}${flowsThrough('s', 'x', 't', 'r', 'sub', 'c', 'z')}`,
        {
          root: '<bpmn:message id="M" name="m"><bpmn:extensionElements><zeebe:subscription correlationKey="=g" /></bpmn:extensionElements></bpmn:message>',
        },
      ),
    );
    expect(found.filter((each) => each.startsWith('TYPE504')).map((each) => each.slice(8))).toEqual(
      [
        'model.bpmn:4 The script of "x" reads "a", which nothing writes before "x".',
        'model.bpmn:5 The timer of "t" reads "b", which nothing writes before "t".',
        'model.bpmn:7 The collection of "sub" reads "d", which nothing writes before "sub".',
        'model.bpmn:7 The script of "y" reads "e", which nothing writes before "y".',
        'model.bpmn:8 The called process of "c" reads "f", which nothing writes before "c".',
        'model.bpmn:16 The correlation key of "r" reads "g", which nothing writes before "r".',
      ],
    );
  });

  test('name input mappings that nothing inside reads, where only expressions could', async () => {
    const sub = (inside: string): Source =>
      bpmnSource(
        `${START}<bpmn:subProcess id="sub"><bpmn:extensionElements>${io(['in', '=1', 'used'], ['in', '=2', 'spare'])}</bpmn:extensionElements><bpmn:startEvent id="s2" />${inside}${flowsThrough('s2', 'y')}</bpmn:subProcess>${flowsThrough('s', 'sub')}`,
      );
    expect(await findings(sub(script('y', 'used + 1', 'm')))).toEqual([
      'TYPE513 model.bpmn:4 Nothing in "sub" reads "spare".',
    ]);
    expect(await findings(sub(serviceTask('y', 'any')))).toEqual([]);
  });

  test('say where a form is broken', async () => {
    const broken: Source = { kind: 'form', file: 'x.form', path: 'x.form', text: '{\n "id": }' };
    expect(await findings(broken, bpmnSource(START))).toEqual([
      'TYPE501 x.form:2 "x.form" cannot be read: a value is expected here',
    ]);
    const wrong: Source = { ...broken, text: '{"id": "x",\n"components": [{}]}' };
    expect(await findings(wrong, bpmnSource(START))).toEqual([
      'TYPE509 x.form:2 The form "x.form" is wrong: a component has no "type".',
    ]);
    const inModel = (body: string): Source =>
      bpmnSource(
        `<bpmn:extensionElements><zeebe:userTaskForm id="f1">${body}</zeebe:userTaskForm></bpmn:extensionElements>${START}`,
      );
    expect(await findings(inModel('{'))).toEqual([
      'TYPE514 model.bpmn:4 The form "f1" cannot be read: a text in double quotes is expected here (line 1, column 2 of the form).',
    ]);
    expect(await findings(inModel('{}'))).toEqual([
      'TYPE514 model.bpmn:4 The form "f1" is wrong: it has no list "components" (line 1, column 1 of the form).',
    ]);
  });
});
