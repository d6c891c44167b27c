import { flows, job, processOf, properties, raised } from '../small-model.js';

const failing = (kind = 'errorEventDefinition', attributes = '') =>
  `<boundaryEvent id="f" name="Failed" attachedToRef="b" ${attributes}><${kind} /></boundaryEvent>`;
const undone = (host: string) =>
  `<boundaryEvent id="undo-${host}" attachedToRef="${host}"><compensateEventDefinition id="c-${host}" /></boundaryEvent>`;
const says = (place: string, name: string, step = 'b', line = 3) =>
  `${place}: "${name}" is not undone when "${step}" is left by "Failed" (line ${String(line)}).`;

describe('a job that nothing undoes (BPMN153)', () => {
  const found = (body: string) => raised('BPMN153', processOf(body));

  test.each(['errorEventDefinition', 'timerEventDefinition', 'escalationEventDefinition'])(
    'when a later step is left by an %s',
    async (kind) => {
      expect(await found(job('a') + job('b') + failing(kind) + flows('a b'))).toEqual([
        says('a @ <serviceTask', 'a'),
      ]);
    },
  );

  test.each([
    ['a message', failing('messageEventDefinition')],
    ['an event that does not interrupt', failing('timerEventDefinition', 'cancelActivity="false"')],
    ['nothing', ''],
  ])('is none when the step is left by %s', async (_, event) => {
    expect(await found(job('a') + job('b') + event + flows('a b'))).toEqual([]);
  });

  test('is named for the first failing step of a long way', async () => {
    const body = `${job('a')}${job('m')}${job('b')}${failing()}${flows('a m b')}`;

    expect(await found(body)).toEqual([
      says('a @ <serviceTask', 'a'),
      says('m @ <serviceTask', 'm'),
    ]);
  });

  test('is found in loops without end', async () => {
    expect(
      await found(`${job('a')}<task id="t" />${job('b')}${failing()}${flows('a t a')}`),
    ).toEqual([]);
    expect(
      await found(
        `${job('a')}<task id="t" />${job('b')}${failing()}${flows('a t a')}${flows('t b')}`,
      ),
    ).toHaveLength(1);
  });

  test('is not one that has a handler, undoes itself, or changes nothing', async () => {
    const rest = `${job('b')}${failing()}${flows('a b')}`;

    expect(await found(job('a') + undone('a') + rest)).toEqual([]);
    expect(await found(job('a') + undone('b') + rest)).toHaveLength(1);
    expect(await found(job('a', properties({ effect: 'none' })) + rest)).toEqual([]);
    expect(await found(job('a', properties({ effect: 'money' })) + rest)).toHaveLength(1);
    expect(await found(job('a', properties({ payload: 'none' })) + rest)).toHaveLength(1);
    expect(
      await found(job('a').replace('id="a"', 'id="a" isForCompensation="true"') + rest),
    ).toEqual([]);
  });

  test('is a service or a send task that a job does', async () => {
    const rest = `${job('b')}${failing()}${flows('a b')}`;
    const as = (kind: string) => job('a').replaceAll('serviceTask', kind) + rest;

    expect(await found(as('sendTask'))).toEqual([says('a @ <sendTask', 'a')]);
    expect(await found(as('scriptTask'))).toEqual([]);
    expect(await found(`<serviceTask id="a" />${rest}`)).toEqual([]);
  });

  test('does not count the wait for its own answer', async () => {
    const body = (wait: string) => `${job('a')}${wait}${failing()}${flows('a b')}`;

    expect(await found(body('<receiveTask id="b" />'))).toEqual([]);
    expect(await found(body('<intermediateCatchEvent id="b" />'))).toEqual([]);
    expect(await found(body('<userTask id="b" />'))).toHaveLength(1);
    // Behind another step it is the answer to that one.
    const later = `${job('a')}${job('m')}<receiveTask id="b" />${failing()}${flows('a m b')}`;
    expect(await found(later)).toEqual([says('a @ <serviceTask', 'a')]);
  });

  test('is one in a sub-process, unless that is undone as a whole', async () => {
    const inside = `<subProcess id="sub">${job('a')}${job('b')}${failing()}${flows('a b')}</subProcess>`;

    expect(await found(inside)).toHaveLength(1);
    expect(await found(inside + undone('sub'))).toEqual([]);
    expect(await found(`<subProcess id="out">${inside}</subProcess>${undone('out')}`)).toEqual([]);
    expect(await found(`<subProcess id="out">${inside}</subProcess>${undone('a')}`)).toHaveLength(
      1,
    );
  });
});

describe('compensation with nothing to compensate (BPMN165)', () => {
  const found = (body: string) => raised('BPMN165', processOf(body));
  const thrown = (kind: string) => `<${kind} id="t"><compensateEventDefinition id="d" /></${kind}>`;

  test.each(['endEvent', 'intermediateThrowEvent'])('of an %s', async (kind) => {
    expect(await found(job('a') + thrown(kind))).toEqual([
      `t @ <${kind}: "t" throws compensation, but no activity of "p" has a compensation handler.`,
    ]);
  });

  test('is fine with a handler anywhere in the process', async () => {
    expect(await found(job('a') + undone('a') + thrown('endEvent'))).toEqual([]);
    expect(
      await found(`<subProcess id="s">${job('a')}${undone('a')}</subProcess>${thrown('endEvent')}`),
    ).toEqual([]);
  });

  test('is thrown by no event of another kind, and not by catching', async () => {
    expect(await found('<endEvent id="t"><terminateEventDefinition /></endEvent>')).toEqual([]);
    expect(await found(thrown('intermediateCatchEvent'))).toEqual([]);
    expect(
      await found(`${job('a')}${failing().replace('"b"', '"a"')}${thrown('endEvent')}`),
    ).toHaveLength(1);
  });
});
