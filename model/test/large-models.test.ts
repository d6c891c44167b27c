import { deploymentErrors, validate } from '../index.js';
import { largeModel } from './large-model.js';
import { extend, flows, job, processOf, readSmall } from './small-model.js';

const many = (count: number, each: (index: string) => string): string =>
  Array.from({ length: count }, (_, index) => each(String(index))).join('\n');

/** CPU time of reading and judging, in microseconds: other processes do not count. */
async function cpuTime(xml: string): Promise<number> {
  const before = process.cpuUsage();
  const model = await readSmall(xml);
  validate([model]);
  return process.cpuUsage(before).user;
}

describe('a model of 10,000 elements', () => {
  test('deploys, and is judged to the last element', async () => {
    const model = await readSmall(largeModel(10_000));

    expect(deploymentErrors(model)).toEqual([]);
    const codes = new Set(validate([model]).map(({ code }) => code));
    expect([...codes]).toEqual(['BPMN151']);
    expect(model.elementsById.get('out999')).toMatchObject({ kind: 'userTask' });
  });

  test('takes about four times the time of one of 2,500', async () => {
    await cpuTime(largeModel(1000)); // warms up
    const small = await cpuTime(largeModel(2500));
    const large = await cpuTime(largeModel(10_000));

    // Four times the size: 4 when linear, 16 when quadratic.
    expect(large / small).toBeLessThan(10);
  });
});

describe('models of one kind of element', () => {
  const start = '<startEvent id="s" />';
  const shapes: readonly (readonly [string, (count: number) => string])[] = [
    [
      'flows out of one node',
      (count) =>
        `${job('g')}<task id="t" /><boundaryEvent id="b" attachedToRef="t"><errorEventDefinition /></boundaryEvent>${flows('t g')}${many(count, (n) => `<sequenceFlow id="f${n}" sourceRef="g" targetRef="t" />`)}`,
    ],
    [
      'boundary events with associations',
      (count) =>
        `<task id="t" />${many(count, (n) => `<boundaryEvent id="b${n}" attachedToRef="t"><compensateEventDefinition id="d${n}" /></boundaryEvent><association id="a${n}" sourceRef="b${n}" targetRef="t" />`)}`,
    ],
    [
      'event sub-processes',
      (count) =>
        many(
          count,
          (n) =>
            `<subProcess id="e${n}" triggeredByEvent="true"><startEvent id="x${n}"><errorEventDefinition /></startEvent></subProcess>`,
        ),
    ],
    [
      'call activities of the process itself, and errors',
      (count) =>
        many(
          count,
          (n) =>
            `<callActivity id="c${n}">${extend('<zeebe:calledElement processId="p" />')}</callActivity><endEvent id="e${n}"><errorEventDefinition errorRef="e" /></endEvent>`,
        ),
    ],
    [
      'links',
      (count) =>
        many(
          count,
          (n) =>
            `<intermediateCatchEvent id="c${n}"><linkEventDefinition name="l${n}" /></intermediateCatchEvent><intermediateThrowEvent id="h${n}"><linkEventDefinition name="l${n}" /></intermediateThrowEvent>`,
        ),
    ],
    [
      'headers',
      (count) =>
        `<task id="t">${extend(`<zeebe:taskHeaders>${many(count, (n) => `<zeebe:header key="k${n}" />`)}</zeebe:taskHeaders>`)}</task>`,
    ],
    [
      'annotations of one task',
      (count) =>
        `<task id="t" />${many(count, (n) => `<textAnnotation id="n${n}"><text>x</text></textAnnotation><association id="a${n}" sourceRef="t" targetRef="n${n}" />`)}`,
    ],
    [
      'tasks in a sub-process in a sub-process, and so on',
      (count) =>
        `${many(100, (n) => `<subProcess id="d${n}">`)}${many(count, (n) => `<task id="t${n}" />`)}${'</subProcess>'.repeat(100)}`,
    ],
  ];

  test.each(shapes)('%s: time grows with their number', async (_, shape) => {
    const xml = (count: number) =>
      processOf(start + shape(count), { roots: '<error id="e" errorCode="E" />' });
    await cpuTime(xml(1000)); // warms up
    const small = await cpuTime(xml(1000));
    const large = await cpuTime(xml(8000));

    // Eight times the size: 8 when linear, 64 when quadratic.
    expect(large / small).toBeLessThan(32);
  });

  test('messages: time grows with their number', async () => {
    const xml = (count: number) =>
      processOf(
        start +
          many(
            count,
            (n) =>
              `<intermediateCatchEvent id="c${n}"><messageEventDefinition messageRef="m${n}" /></intermediateCatchEvent>`,
          ),
        { roots: many(count, (n) => `<message id="m${n}" name="n" />`) },
      );
    await cpuTime(xml(1000)); // warms up
    const small = await cpuTime(xml(1000));

    expect((await cpuTime(xml(8000))) / small).toBeLessThan(32);
  });

  test.each([
    ['attributes', `<startEvent id="s" ${many(195, (n) => `a${n}=""`)} />`],
    ['extensions', `<task id="t">${extend('<zeebe:properties/>'.repeat(130_000))}</task>`],
  ])('as many %s as the broker takes the model is judged', async (_, body) => {
    const model = await readSmall(processOf(start + body));

    expect(model.root).toBeDefined();
    expect(validate([model]).length).toBeGreaterThan(0);
  });

  test('more than 200 attributes on an element are refused, as by the broker', async () => {
    const body = `<startEvent id="s" ${many(200, (n) => `a${n}=""`)} />`;
    const { diagnostics } = await readSmall(processOf(body));

    expect(diagnostics).toMatchObject([
      { code: 'BPMN103', message: expect.stringContaining('more than 200 attributes') as unknown },
    ]);
  });
});
