import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { deploymentErrors, readBpmn, validate, type BpmnModel } from '../index.js';

const order = readFileSync(new URL('fixtures/order.bpmn', import.meta.url), 'utf8');
const read = (xml: string): Promise<BpmnModel> => readBpmn(xml, { file: 'hostile.bpmn' });
const codesOf = (model: BpmnModel): readonly string[] => model.diagnostics.map(({ code }) => code);
const bpmn = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"';

describe('readBpmn with hostile input', () => {
  test('refuses entities that would grow without bound, before expanding any', async () => {
    const entities = Array.from(
      { length: 30 },
      (_, index) => `<!ENTITY e${String(index + 1)} "&e${String(index)};&e${String(index)};">`,
    ).join('');
    const model = await read(
      `<!DOCTYPE d [<!ENTITY e0 "ha">${entities}]><definitions ${bpmn}>&e30;</definitions>`,
    );

    expect(codesOf(model)).toEqual(['BPMN102']);
  });

  test('refuses a reference to an entity that nothing declares', async () => {
    const model = await read(`<definitions ${bpmn} name="&file;" />`);

    expect(codesOf(model)).toEqual(['BPMN101']);
    expect(model.diagnostics[0]?.place).toMatchObject({ line: 1, column: 72 });
  });

  test('refuses binary content at the first character that XML forbids', async () => {
    const model = await read('PK\u0003\u0004\u0000\u0000');

    expect(codesOf(model)).toEqual(['BPMN104']);
    expect(model.diagnostics[0]).toMatchObject({ place: { line: 1, column: 3 } });
  });

  test.each([
    ['an empty file', ''],
    ['white space', ' \n\t'],
  ])('refuses %s', async (_, xml) => {
    expect(codesOf(await read(xml))).toEqual(['BPMN104']);
  });

  test('refuses a text that is too long, and says how long', async () => {
    const model = await readBpmn(order, { file: 'long.bpmn', maxLength: 100 });

    expect(codesOf(model)).toEqual(['BPMN103']);
    expect(model.diagnostics[0]?.message).toContain(`${String(order.length)} characters`);
  });

  test('refuses elements nested too deep', async () => {
    const model = await read(
      `<definitions ${bpmn}>${'<subProcess>'.repeat(5000)}${'</subProcess>'.repeat(5000)}</definitions>`,
    );

    expect(codesOf(model)).toEqual(['BPMN103']);
  });

  test.each([
    ['an attribute without quotes', '<a b=c />'],
    ['an attribute given twice', '<a b="1" b="2" />'],
    ['< in an attribute', '<a b="<" />'],
    ['a bare ampersand', '<a>fish & chips</a>'],
    ['a character XML forbids', '<a>&#0;</a>'],
    ['half a surrogate pair', '<a>&#xD800;</a>'],
    ['a second root', '<a /><a />'],
    ['an end without start', '</a>'],
    ['a prefix nobody declared', '<b:a />'],
    ['text only', 'hello'],
    ['an open tag', '<a'],
    ['an open comment', '<a><!-- '],
  ])('refuses %s as XML that is not well formed', async (_, xml) => {
    expect(codesOf(await read(xml))).toEqual(['BPMN101']);
  });

  test('keeps messages on one line, whatever the model holds', async () => {
    const name = '&#10;ERROR: fake&#x85;&#9;\u2028';
    const model = await read(
      order
        .replace('name="Picked up"', `name="${name}"`)
        .replace('name="Order lost"', `name="${name}"`),
    );

    const messages = validate([model]).map(({ message }) => message);
    expect(messages.filter((message) => message.includes('fake'))).toHaveLength(2);
    expect(messages.join('')).not.toMatch(/[\n\r\t\u0085\u2028]/);
  });

  test('cuts values that are too long to read', async () => {
    const model = await read(
      order
        .replace('name="Picked up"', `name="${'x'.repeat(5000)}"`)
        .replace('name="Order lost"', `name="${'x'.repeat(5000)}"`),
    );

    const [found] = validate([model]).filter(({ code }) => code === 'BPMN152');
    expect(found?.message.length).toBeLessThan(400);
  });

  test('names as in Object.prototype are names like others', async () => {
    const model = await read(
      order
        .replaceAll('"Pack"', '"constructor"')
        .replaceAll('id="Lost"', 'id="__proto__"')
        .replaceAll('errorRef="Lost"', 'errorRef="__proto__"'),
    );

    expect(model.diagnostics).toEqual([]);
    expect(model.elementsById.get('constructor')).toMatchObject({ kind: 'serviceTask' });
    expect(model.elementsById.get('__proto__')).toMatchObject({ name: 'Lost' });
  });

  test('any cut or changed model yields diagnostics, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: order.length }),
        fc.nat({ max: 40 }),
        fc.oneof(
          fc.constant(''),
          fc.string({ maxLength: 12 }),
          fc.constantFrom('<', '"', '&', '/>', '<!', ']]>'),
        ),
        async (at, removed, inserted) => {
          const model = await read(order.slice(0, at) + inserted + order.slice(at + removed));
          validate([model]);
          const rejected = deploymentErrors(model).length > 0;
          return model.root !== undefined || (rejected && model.diagnostics.length === 1);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('takes time in proportion to the size of the model', async () => {
    await cpuTime(chain(500)); // warms up
    const small = await cpuTime(chain(500));

    const large = await cpuTime(chain(4000));

    // Eight times the size: 8 when linear, 64 when quadratic.
    expect(large / small).toBeLessThan(30);
  });
});

/** CPU time of reading and checking, in microseconds: other processes do not count. */
async function cpuTime(xml: string): Promise<number> {
  const before = process.cpuUsage();
  const model = await read(xml);
  expect(deploymentErrors(model)).toEqual([]);
  expect(validate([model]).length).toBeGreaterThan(500);
  return process.cpuUsage(before).user;
}

/** A process of many tasks in a row. */
function chain(count: number): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    const id = String(index);
    return `<manualTask id="t${id}"><incoming>f${id}</incoming><outgoing>f${String(index + 1)}</outgoing></manualTask>`;
  });
  const flows = Array.from({ length: count }, (_, index) => {
    const source = index === 0 ? 's' : `t${String(index - 1)}`;
    return `<sequenceFlow id="f${String(index)}" sourceRef="${source}" targetRef="t${String(index)}" />`;
  });
  const end = `<endEvent id="e"><incoming>f${String(count)}</incoming></endEvent><sequenceFlow id="f${String(count)}" sourceRef="t${String(count - 1)}" targetRef="e" />`;
  return `<definitions ${bpmn} targetNamespace="t"><process id="p" isExecutable="true"><startEvent id="s"><outgoing>f0</outgoing></startEvent>\n${[...tasks, ...flows].join('\n')}${end}</process></definitions>`;
}
