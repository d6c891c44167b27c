import { explain, type Explanation, type ExplainResult, type Source } from '../../index.js';
import { bpmnSource, fixtureSources, flowsThrough, schemaSource, serviceTask } from '../fixture.js';

const parcel = fixtureSources('parcel');

async function found(
  sources: readonly Source[],
  query: string,
  options: Parameters<typeof explain>[2] = {},
): Promise<Explanation> {
  const result = await explain(sources, query, options);
  if (result.kind !== 'found') {
    throw new Error(JSON.stringify(result));
  }
  return result.explanation;
}

/** A way through a job that writes `b`, a gateway that reads it, and events that catch errors. */
const order = [
  bpmnSource(
    `<bpmn:startEvent id="Start" />
${serviceTask('Work', 'work', '<zeebe:ioMapping><zeebe:input source="=a" target="x" /><zeebe:output source="=b + a" target="b" /></zeebe:ioMapping>')}
<bpmn:boundaryEvent id="Full" attachedToRef="Work"><bpmn:errorEventDefinition errorRef="E" /></bpmn:boundaryEvent>
<bpmn:boundaryEvent id="Rest" attachedToRef="Work"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>
<bpmn:exclusiveGateway id="Which" default="no" />
<bpmn:endEvent id="Yes" /><bpmn:endEvent id="No" />
<bpmn:sequenceFlow id="yes" sourceRef="Which" targetRef="Yes"><bpmn:conditionExpression>=b &gt; 3</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="no" sourceRef="Which" targetRef="No" />
${flowsThrough('Start', 'Work', 'Which')}
<bpmn:subProcess id="Late" triggeredByEvent="true"><bpmn:startEvent id="LateStart"><bpmn:errorEventDefinition errorRef="L" /></bpmn:startEvent>${serviceTask('Tidy', 'tidy')}</bpmn:subProcess>`,
    {
      root: '<bpmn:error id="E" name="full" errorCode="FULL" /><bpmn:error id="L" name="late" errorCode="LATE" />',
    },
  ),
  schemaSource({
    type: 'object',
    properties: { a: { type: 'number' }, b: { type: 'number' } },
    required: ['a'],
  }),
];

describe('explain finds', () => {
  test('an element by its id: line, generated names, variables, errors', async () => {
    const explanation = await found(order, 'Work');
    expect(explanation).toMatchObject({
      subject: 'element',
      name: 'Work',
      process: 'order',
      title: 'A service task "Work" of the process "order".',
      place: { file: 'model.bpmn', line: 5, column: 1 },
      elements: [{ id: 'Work', kind: 'service task' }],
      generated: [
        { file: 'order/elements.gen.ts', symbols: ['orderElements.work'] },
        {
          file: 'order/contract.gen.ts',
          symbols: ["OrderHandlers['work']", 'WorkInput', 'WorkOutput', 'WorkHeaders'],
        },
        { file: 'order/jobs.gen.ts', symbols: ["orderJobs['work']"] },
      ],
      handlers: [],
      tests: [],
    });
    expect(explanation.facts).toEqual(
      expect.arrayContaining([
        'Job type: work',
        'Input: { readonly x: number; }',
        'May throw: every error code',
      ]),
    );
  });

  test('who writes and who reads a variable, and whether it is sure to be there', async () => {
    const [b] = (await found(order, 'variable:b')).variables;
    expect(b).toMatchObject({
      name: 'b',
      type: 'number',
      writtenBy: ['Work'],
      readBy: ['Which', 'Tidy'],
    });
    const [a] = (await found(order, 'variable:order/a')).variables;
    expect(a).toMatchObject({ writtenBy: ['Start'], readBy: ['Work', 'Tidy'] });
    const before = (await found(order, 'Which')).variables;
    expect(before.map(({ name, certain }) => [name, certain])).toEqual([
      ['a', true],
      ['b', true],
    ]);
    expect((await found(order, 'element:Work')).variables.map(({ name }) => name)).toEqual(['a']);
  });

  test('who catches each error, the nearest first, and nobody behind a catch-all', async () => {
    const errors = async (query: string) =>
      (await found(order, query)).errors.map(({ code, caughtBy }) => [code, caughtBy.id]);
    expect(await errors('job:work')).toEqual([
      ['FULL', 'Full'],
      ['*', 'Rest'],
    ]);
    expect(await errors('job:tidy')).toEqual([]);
    expect(await errors('Which')).toEqual([]);
    const plain = [
      bpmnSource(
        (order[0]?.text ?? '')
          .split('isExecutable="true">')[1]!
          .split('</bpmn:process>')[0]!
          .replace(/<bpmn:boundaryEvent id="Rest".*?<\/bpmn:boundaryEvent>/, ''),
        {
          root: '<bpmn:error id="E" name="full" errorCode="FULL" /><bpmn:error id="L" name="late" errorCode="LATE" />',
        },
      ),
    ];
    expect((await found(plain, 'job:work')).errors.map(({ code }) => code)).toEqual([
      'FULL',
      'LATE',
    ]);
  });

  test('an element by its name, and a job type that differs from every id', async () => {
    expect(await found(parcel, 'Weigh parcel')).toMatchObject({
      subject: 'element',
      name: 'WeighParcel',
    });
    const job = await found(parcel, 'scan');
    expect(job).toMatchObject({
      subject: 'job',
      title: 'The job type "scan" of the process "parcel".',
      place: { file: 'parcel/parcel.bpmn' },
    });
    expect(job.elements.map(({ id }) => id)).toEqual(['ScanGoods', 'ScanDoor']);
  });

  test('a message with its key, payload and function', async () => {
    const [name] = (await found(parcel, 'AwaitSignature')).facts.flatMap((fact) =>
      fact.startsWith('Message: ') ? fact.slice('Message: '.length) : [],
    );
    const message = await found(parcel, `message:${name ?? ''}`);
    expect(message.facts).toEqual([
      `Message: ${name ?? ''}`,
      expect.stringMatching(/^Correlated by: /),
      expect.stringMatching(/^Payload: /),
    ]);
    expect(message.generated[0]).toMatchObject({
      file: 'parcel/messages.gen.ts',
      symbols: [expect.stringMatching(/^publish/), expect.stringMatching(/Message$/)],
    });
  });

  test('an error code with who throws and catches it', async () => {
    expect(await found(order, 'FULL')).toMatchObject({
      subject: 'error',
      title: 'The error code "FULL" of the process "order".',
      elements: [{ id: 'Full', kind: 'error boundary event' }],
      generated: [{ file: 'order/elements.gen.ts', symbols: ['orderErrors'] }],
    });
    expect((await found(order, 'LATE')).facts).toEqual([
      'Thrown by: nothing',
      'Caught by: LateStart',
      'Job types whose handlers may throw it: nothing',
    ]);
  });

  test('an operation by its id, and by method and path in any case', async () => {
    const byId = await found(order, 'startOrder');
    expect(byId).toMatchObject({
      subject: 'operation',
      elements: [{ id: 'Start' }],
      operations: [
        {
          operationId: 'startOrder',
          method: 'POST',
          path: '/order',
          pointer: '#/paths/~1order/post',
        },
      ],
    });
    expect(byId.facts).toContain('Derived from the models');
    expect(await found(order, ' post  /order ')).toEqual(byId);
    expect((await found(order, 'Start')).operations).toEqual(byId.operations);
  });

  test('an operation of a written document at its line, with the element that names it', async () => {
    const api: Source = {
      kind: 'openapi',
      file: 'api.openapi.json',
      path: 'api.openapi.json',
      text: JSON.stringify(
        {
          openapi: '3.1.0',
          info: { title: 't', version: '1' },
          paths: {
            '/go': { post: { operationId: 'go', responses: { 202: { description: 'ok' } } } },
          },
        },
        null,
        2,
      ),
    };
    const model = bpmnSource(
      '<bpmn:startEvent id="Start"><bpmn:extensionElements><zeebe:properties><zeebe:property name="jobwright:api" value="go" /></zeebe:properties></bpmn:extensionElements></bpmn:startEvent>',
    );
    expect(await found([model, api], 'POST /go')).toMatchObject({
      place: { file: 'api.openapi.json', line: 9, column: 15 },
      elements: [{ id: 'Start' }],
      facts: ['Written in api.openapi.json', 'Answers 202: none'],
    });
    expect((await found([model, api], 'Start')).operations).toMatchObject([{ operationId: 'go' }]);
  });

  test('a process with its start, its end and its parts', async () => {
    const process = await found(order, 'order');
    expect(process).toMatchObject({ subject: 'process', place: { line: 3 } });
    expect(process.facts).toContain('Job types: tidy, work');
    expect(process.generated[0]?.symbols).toContain('OrderHandlers');
  });

  test.each([
    ['BPMN101', 'error: The file is not well-formed XML: {detail}.'],
    ['type501', 'error: A JSON document cannot be read.'],
    ['DIFF828', 'Instances of the old version still need what the new version no longer has.'],
    ['CONF412', 'The paths hold no BPMN model and no API document.'],
    ['CONF430', 'The config file does not exist or cannot be read.'],
    ['DMN501', 'error: The file is not a DMN model: {detail}.'],
  ])('the code %s', async (code, fact) => {
    const explanation = await found(order, code);
    expect(explanation).toMatchObject({ subject: 'diagnostic', name: code.toUpperCase() });
    expect(explanation.facts[0]).toBe(fact);
    const page = code.startsWith('DIFF') ? 'diff' : 'errors';
    expect(explanation.facts.at(-1)).toBe(`Described in docs/${page}.md#${code.toLowerCase()}`);
  });
});

describe('explain of a name that means several things or none', () => {
  test('lists a query for each, and each query means one', async () => {
    const twice = [bpmnSource(`<bpmn:startEvent id="same" />${serviceTask('T', 'same')}`)];
    const result = await explain(twice, 'same');
    expect(result).toEqual({
      kind: 'ambiguous',
      candidates: [
        {
          query: 'element:order/same',
          title: 'A start event "same" of the process "order"',
          place: { file: 'model.bpmn', line: 4, column: 1 },
        },
        {
          query: 'job:order/same',
          title: 'The job type "same" of the process "order"',
          place: { file: 'model.bpmn', line: 4, column: 30 },
        },
      ],
    } satisfies ExplainResult);
    expect(await found(twice, 'job:order/same')).toMatchObject({ subject: 'job' });
    expect(await found(twice, 'job:same')).toMatchObject({ subject: 'job' });
  });

  test('takes the same letters in another case only when nothing is called just so', async () => {
    expect(await found(order, 'work')).toMatchObject({ subject: 'job' });
    expect(await found(order, 'which')).toMatchObject({ subject: 'element', name: 'Which' });
    expect(await explain(order, 'WORK')).toMatchObject({ kind: 'ambiguous' });
  });

  test('tells names that look like it', async () => {
    expect(await explain(parcel, 'WeihgParcel')).toMatchObject({
      kind: 'unknown',
      nearest: expect.arrayContaining(['WeighParcel']) as string[],
    });
    expect(await explain(order, 'BPMN1O1')).toMatchObject({
      kind: 'unknown',
      nearest: expect.arrayContaining(['BPMN101']) as string[],
    });
    expect(await explain(order, 'nothing of the kind at all')).toEqual({
      kind: 'unknown',
      nearest: [],
    });
  });
});

describe('explain with files of the user', () => {
  const facts = (handlers: Record<string, string>, tests: Record<string, string> = {}) => ({
    facts: {
      handlerFolder: 'handlers',
      handlers: new Map(Object.entries(handlers)),
      tests: new Map(Object.entries(tests)),
    },
  });

  test('names the handler file, whether it is there, or the one that names the job type', async () => {
    const handlers = async (files: Record<string, string>) =>
      (await found(order, 'job:work', facts(files))).handlers;
    expect(await handlers({})).toEqual([
      { jobType: 'work', file: 'handlers/work.ts', exists: false },
    ]);
    expect(await handlers({ 'handlers/work.ts': '' })).toEqual([
      { jobType: 'work', file: 'handlers/work.ts', exists: true },
    ]);
    expect(
      await handlers({ 'handlers/index.ts': "'work': a", 'handlers/all.ts': "on('work', a)" }),
    ).toEqual([{ jobType: 'work', file: 'handlers/all.ts', exists: true }]);
    expect((await found(order, 'Work', facts({}))).handlers).toHaveLength(1);
    expect((await found(order, 'variable:b', facts({}))).handlers).toEqual([]);
  });

  test('names the lines of tests that mention it, in quotes or by a generated function', async () => {
    const tests = {
      'b.test.ts': "first\n  await done('work');\nworking",
      'a.test.ts': 'startOrder(client)\nrestartOrder(client)\n`Start`',
    };
    expect((await found(order, 'Work', facts({}, tests))).tests).toEqual([
      { file: 'b.test.ts', line: 2, text: "await done('work');" },
    ]);
    expect((await found(order, 'Start', facts({}, tests))).tests).toEqual([
      { file: 'a.test.ts', line: 1, text: 'startOrder(client)' },
      { file: 'a.test.ts', line: 3, text: '`Start`' },
    ]);
  });
});
