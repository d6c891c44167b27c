import { plan } from '../plan/plan.js';
import { bpmnSource, flowsThrough, serviceTask } from './fixture.js';
import type { Source } from '../source.js';

const named = (name: string): string =>
  `<zeebe:properties><zeebe:property name="jobwright:name" value="${name}" /></zeebe:properties>`;
const START = '<bpmn:startEvent id="s" />';

/** Naming findings as `code elementId line message`. */
async function findings(...sources: readonly Source[]): Promise<readonly string[]> {
  const { diagnostics } = await plan(sources);
  return diagnostics
    .filter(({ code }) => code.startsWith('NAME'))
    .map(({ code, elementId, place, message }) =>
      [code, elementId ?? '-', String(place.line), message].join(' '),
    );
}

const messages = (...names: readonly string[]): Source => {
  const events = names.map(
    (_, index) =>
      `<bpmn:intermediateCatchEvent id="m${index}"><bpmn:messageEventDefinition messageRef="M${index}" /></bpmn:intermediateCatchEvent>\n`,
  );
  const ids = names.map((_, index) => `m${index}`);
  return bpmnSource(`${START}\n${events.join('')}${flowsThrough('s', ...ids)}`, {
    root: names
      .map(
        (name, index) =>
          `<bpmn:message id="M${index}" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="=k" /></bpmn:extensionElements></bpmn:message>`,
      )
      .join('\n'),
  });
};

describe('names that clash', () => {
  test('are told for job types once, with both elements and places', async () => {
    const source = bpmnSource(
      `${START}\n${serviceTask('a', 'scan-it')}\n${serviceTask('b', 'scanIt')}\n${flowsThrough('s', 'a', 'b')}`,
    );
    expect(await findings(source)).toEqual([
      'NAME201 b 6 The job type "scanIt" and the job type "scan-it" (model.bpmn:5:1) would both be called ScanItInput.',
    ]);
  });

  test('are settled by jobwright:name, which names types and handler file', async () => {
    const source = bpmnSource(
      `${START}\n${serviceTask('a', 'scan-it')}\n${serviceTask('b', 'scanIt', named('Scan again'))}\n${flowsThrough('s', 'a', 'b')}`,
    );
    const planned = await plan([source]);
    expect(await findings(source)).toEqual([]);
    expect(
      planned.processes[0]?.jobs.map(({ typeName, fileName }) => [typeName, fileName]),
    ).toEqual([
      ['ScanIt', 'scan-it'],
      ['ScanAgain', 'Scan-again'],
    ]);
  });

  test('are told for handler files that differ in case only', async () => {
    const source = bpmnSource(
      `${START}\n${serviceTask('a', 'scan')}\n${serviceTask('b', 'sCan')}\n${flowsThrough('s', 'a', 'b')}`,
    );
    expect(await findings(source)).toEqual([
      'NAME201 a 5 The job type "scan" and the job type "sCan" (model.bpmn:6:1) would share the handler file scan.ts.',
    ]);
  });

  test('are told for messages, by type and by function', async () => {
    expect(await findings(messages('paid', 'Paid', 'other'))).toEqual([
      'NAME201 m0 5 The message "paid" and the message "Paid" (model.bpmn:6:1) would both be called PaidMessage.',
      'NAME201 m0 5 The message "paid" and the message "Paid" (model.bpmn:6:1) would share the function publishPaid.',
    ]);
  });

  test('are told for processes that share a folder or a type name', async () => {
    const process = (file: string, id: string): Source => bpmnSource(START, { file, id });
    expect(await findings(process('a.bpmn', 'order'), process('b.bpmn', 'Order'))).toEqual([
      'NAME201 - 3 The processes "Order" (b.bpmn:3:1) and "order" would share the folder order.',
    ]);
    expect(await findings(process('a.bpmn', 'big-order'), process('b.bpmn', 'bigOrder'))).toEqual([
      'NAME201 - 3 The processes "big-order" (a.bpmn:3:1) and "bigOrder" would both be called BigOrder.',
    ]);
  });

  test('are told for job types of two processes that would share a handler, not for one type', async () => {
    const process = (file: string, id: string, type: string): Source =>
      bpmnSource(`${START}${serviceTask('t', type)}${flowsThrough('s', 't')}`, { file, id });
    expect(await findings(process('a.bpmn', 'a', 'scan'), process('b.bpmn', 'b', 'scan'))).toEqual(
      [],
    );
    expect(await findings(process('a.bpmn', 'a', 'scan'), process('b.bpmn', 'b', 'Scan'))).toEqual([
      'NAME201 - 3 The job type "Scan" and the job type "scan" of the process "a" (a.bpmn:3:1) would share the handler Scan.ts.',
    ]);
  });
});

describe('constants of elements', () => {
  const constants = async (contents: string): Promise<readonly (readonly string[])[]> => {
    const { processes } = await plan([bpmnSource(`${START}\n${contents}`)]);
    return (processes[0]?.elements ?? []).slice(1).map(({ id, constant }) => [id, constant]);
  };
  const task = (id: string, name: string, extension = ''): string =>
    `<bpmn:manualTask id="${id}" name="${name}">${extension === '' ? '' : `<bpmn:extensionElements>${extension}</bpmn:extensionElements>`}</bpmn:manualTask>\n`;

  test('are named after ids, and after names where the modeler made the id up', async () => {
    expect(
      await constants(
        task('Weigh_It', 'Put on scales') +
          task('Activity_1g89uec', 'Pack parcel') +
          task('Activity_payment', 'Ask for it') +
          task('Activity_0abcdef', '') +
          task('Activity_1bcdefg', '2nd try'),
      ),
    ).toEqual([
      ['Weigh_It', 'weighIt'],
      ['Activity_1g89uec', 'packParcel'],
      ['Activity_payment', 'activityPayment'],
      ['Activity_0abcdef', 'activity0abcdef'],
      ['Activity_1bcdefg', 'activity1bcdefg'],
    ]);
  });

  test('fall back to ids where names are equal', async () => {
    expect(
      await constants(task('Activity_1g89uec', 'Pack') + task('Activity_2g89uec', 'Pack')),
    ).toEqual([
      ['Activity_1g89uec', 'activity1g89uec'],
      ['Activity_2g89uec', 'activity2g89uec'],
    ]);
  });

  test('stand under the names of their sub-processes', async () => {
    expect(
      await constants(
        `<bpmn:subProcess id="Outer"><bpmn:startEvent id="o" /><bpmn:subProcess id="Inner"><bpmn:startEvent id="i" /></bpmn:subProcess></bpmn:subProcess>`,
      ),
    ).toEqual([
      ['Outer', 'outer'],
      ['o', 'outer_o'],
      ['Inner', 'outer_inner'],
      ['i', 'outer_inner_i'],
    ]);
  });

  test('are the ids as written where ids give one name, which is a warning', async () => {
    const contents = task('a-b', 'x') + task('a.b', 'y');
    expect(await constants(contents)).toEqual([
      ['a-b', 'a-b'],
      ['a.b', 'a.b'],
    ]);
    expect(await findings(bpmnSource(`${START}\n${contents}`))).toEqual([
      'NAME204 a.b 6 The ids "a.b" and "a-b" (model.bpmn:5:1) give one name, so both constants are called by their ids.',
    ]);
  });

  test('stay apart when an id as written is the name of a third', async () => {
    expect(await constants(task('aB', 'x') + task('a_B', 'y') + task('a-b', 'z'))).toEqual([
      ['aB', 'aB'],
      ['a_B', 'a_B'],
      ['a-b', 'a-b'],
    ]);
  });

  test('are settled by jobwright:name; two equal ones are an error', async () => {
    const settled = task('a-b', 'x') + task('a.b', 'y', named('Other'));
    expect(await constants(settled)).toEqual([
      ['a-b', 'aB'],
      ['a.b', 'other'],
    ]);
    expect(await findings(bpmnSource(`${START}\n${settled}`))).toEqual([]);
    const same = task('one', 'x', named('Same')) + task('two', 'y', named('same'));
    expect((await findings(bpmnSource(`${START}\n${same}`)))[0]).toBe(
      'NAME201 two 6 The elements "two" and "one" (model.bpmn:5:1) would both be called same.',
    );
  });
});
