import { compared, line, lines, objectOf, type Version } from './two-versions.js';

interface MessageText {
  readonly name?: string;
  readonly key?: string;
  readonly payload?: object;
  readonly ttl?: string;
  readonly kind?: 'message' | 'signal';
}

/** A process that waits for a message or signal with a payload. */
function waits(text: MessageText = {}): Version {
  const { name = 'paid', key = '=orderId', ttl = 'PT1H', kind = 'message' } = text;
  const { payload = objectOf({ orderId: { type: 'string' } }) } = text;
  const definition =
    kind === 'message'
      ? '<bpmn:messageEventDefinition messageRef="M" />'
      : '<bpmn:signalEventDefinition signalRef="S" />';
  return {
    contents: line([
      'Wait',
      `<bpmn:intermediateCatchEvent id="Wait"><bpmn:extensionElements><zeebe:properties><zeebe:property name="jobwright:payload" value="#/$defs/Payload" /><zeebe:property name="jobwright:ttl" value="${ttl}" /></zeebe:properties></bpmn:extensionElements>${definition}</bpmn:intermediateCatchEvent>`,
    ]),
    root:
      kind === 'message'
        ? `<bpmn:message id="M" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="${key}" /></bpmn:extensionElements></bpmn:message>`
        : `<bpmn:signal id="S" name="${name}" />`,
    schema: {
      ...objectOf({ 'orderId?': { type: 'string' }, 'other?': { type: 'string' } }),
      $defs: { Payload: payload },
    },
  };
}

const starts = (top: boolean): Version => ({
  contents: top
    ? '<bpmn:startEvent id="Begin"><bpmn:messageEventDefinition messageRef="M" /></bpmn:startEvent>'
    : `<bpmn:startEvent id="Start" /><bpmn:receiveTask id="Begin" messageRef="M" />`,
  root: '<bpmn:message id="M" name="begin"><bpmn:extensionElements><zeebe:subscription correlationKey="=key" /></bpmn:extensionElements></bpmn:message>',
});

describe('diff of messages', () => {
  test('a new one is safe, one that is gone breaks publishers', async () => {
    const forth = await compared(waits(), waits({ name: 'settled' }));
    expect(lines(forth.changes, 'DIFF808', 'DIFF809', 'DIFF810')).toEqual([
      'breaking DIFF808 removed paid -> message publishers',
      'safe DIFF808 added settled',
    ]);
    expect(forth.changes.find(({ kind }) => kind === 'removed')).toMatchObject({
      message: 'Nothing of the process waits for the message "paid" any more.',
      before: { file: 'model.bpmn', line: 5 },
      fix: 'change its publishers at the same time',
    });
  });

  test('one that starts the process, or no longer does, breaks publishers', async () => {
    const forth = await compared(starts(false), starts(true));
    expect(lines(forth.changes, 'DIFF808')).toEqual([
      'breaking DIFF808 changed begin -> message publishers',
    ]);
    expect(forth.changes.find(({ code }) => code === 'DIFF808')?.message).toBe(
      'The message "begin" now starts the process.',
    );
    const back = await compared(starts(true), starts(false));
    expect(back.changes.find(({ code }) => code === 'DIFF808')?.message).toBe(
      'The message "begin" no longer starts the process.',
    );
  });

  test('a shorter time to live endangers publishers, a longer one does not', async () => {
    const forth = await compared(waits(), waits({ ttl: 'PT1M' }));
    expect(lines(forth.changes, 'DIFF808')).toEqual([
      'risky DIFF808 changed paid -> message publishers',
    ]);
    expect(forth.changes[0]?.message).toBe(
      'The message "paid" is kept for 60000 ms instead of 3600000 ms by default.',
    );
    const back = await compared(waits({ ttl: 'PT1M' }), waits());
    expect(lines(back.changes, 'DIFF808')).toEqual(['safe DIFF808 changed paid']);
  });

  test('another correlation key breaks publishers', async () => {
    const { changes } = await compared(waits(), waits({ key: '=other' }));
    expect(lines(changes, 'DIFF809')).toEqual([
      'breaking DIFF809 changed paid -> message publishers',
    ]);
    expect(changes.find(({ code }) => code === 'DIFF809')?.message).toBe(
      'The message "paid" is correlated by the argument "other" (string) instead of "orderId" of its payload (string).',
    );
  });

  test('another expression for the same argument endangers whoever waits', async () => {
    const { changes } = await compared(
      waits({ key: '=orderId + &quot;a&quot;' }),
      waits({ key: '=orderId + &quot;b&quot;' }),
    );
    expect(lines(changes, 'DIFF809')).toEqual([
      'risky DIFF809 changed paid -> message publishers, running instances',
    ]);
    expect(changes.find(({ code }) => code === 'DIFF809')?.message).toBe(
      'Instances wait for the message "paid" with the key "=orderId + "b"" instead of the key "=orderId + "a"".',
    );
  });

  test.each(['message', 'signal'] as const)(
    'the payload of a %s is asked of publishers',
    async (kind) => {
      const small = waits({ kind, payload: objectOf({ orderId: { type: 'string' } }) });
      const more = waits({
        kind,
        payload: objectOf({ orderId: { type: 'string' }, amount: { type: 'number' } }),
      });
      const maybe = waits({
        kind,
        payload: objectOf({ orderId: { type: 'string' }, 'amount?': { type: 'number' } }),
      });
      expect(lines((await compared(small, more)).changes, 'DIFF810')).toEqual([
        'breaking DIFF810 added paid.amount -> message publishers',
      ]);
      expect(lines((await compared(small, maybe)).changes, 'DIFF810')).toEqual([
        'safe DIFF810 added paid.amount',
      ]);
      expect(lines((await compared(more, small)).changes, 'DIFF810')).toEqual([
        'risky DIFF810 removed paid.amount -> message publishers, running instances',
      ]);
      expect(lines((await compared(maybe, more)).changes, 'DIFF810')).toEqual([
        'breaking DIFF810 changed paid.amount -> message publishers',
      ]);
      const { changes } = await compared(more, maybe);
      expect(lines(changes, 'DIFF810')).toEqual([
        'risky DIFF810 changed paid.amount -> running instances',
      ]);
      expect(changes.find(({ code }) => code === 'DIFF810')?.message).toBe(
        `The payload of the ${kind} "paid" no longer always has "amount".`,
      );
    },
  );
});

describe('diff of signals', () => {
  test('a new one is safe, one that is gone breaks publishers', async () => {
    const { changes } = await compared(
      waits({ kind: 'signal', name: 'opened' }),
      waits({ kind: 'signal', name: 'closed' }),
    );
    expect(lines(changes, 'DIFF811')).toEqual([
      'safe DIFF811 added closed',
      'breaking DIFF811 removed opened -> message publishers',
    ]);
    expect(changes.find(({ kind }) => kind === 'added')?.message).toBe(
      'The process now waits for the signal "closed".',
    );
  });
});
