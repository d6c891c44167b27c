import { durationSeconds, fixedText, waitSeconds } from '../../rules/advice/durations.js';
import { extend, flows, job, processOf, properties, raised } from '../small-model.js';

const roots = `<message id="m" name="paid">${extend('<zeebe:subscription correlationKey="=id" />')}</message><message id="n" />`;
const timer = (text = 'PT1H', kind = 'timeDuration') =>
  `<timerEventDefinition><${kind}>${text}</${kind}></timerEventDefinition>`;
const boundary = (id: string, host: string, definition = timer(), attributes = '') =>
  `<boundaryEvent id="${id}" attachedToRef="${host}" ${attributes}>${definition}</boundaryEvent>`;
const receive = '<receiveTask id="w" name="Wait" messageRef="m" />';
const catching = (id: string, ref = 'm') =>
  `<intermediateCatchEvent id="${id}"><messageEventDefinition messageRef="${ref}" /></intermediateCatchEvent>`;
const timing = (id: string, text?: string) =>
  `<intermediateCatchEvent id="${id}">${timer(text)}</intermediateCatchEvent>`;
const eventSubProcess = (definition: string) =>
  `<subProcess id="e" triggeredByEvent="true"><startEvent id="es">${definition}</startEvent></subProcess>`;

describe('a wait for a message without a timer (BPMN158)', () => {
  const found = (body: string) => raised('BPMN158', processOf(body, { roots }));
  const says = (place: string, name: string, message = 'paid') =>
    `${place}: "${name}" waits for the message "${message}" with no timer around it: if it never comes, the instance waits for ever.`;

  test('is a receive task or a catch event', async () => {
    expect(await found(receive)).toEqual([says('w @ <receiveTask', 'Wait')]);
    expect(await found(catching('c'))).toEqual([says('c @ <intermediateCatchEvent', 'c')]);
    expect(await found(catching('c', 'n'))).toEqual([
      says('c @ <intermediateCatchEvent', 'c', 'n'),
    ]);
  });

  test('is no wait for a signal or a timer, and no throw', async () => {
    const signal =
      '<intermediateCatchEvent id="c"><signalEventDefinition signalRef="s" /></intermediateCatchEvent>';
    const thrown =
      '<intermediateThrowEvent id="t"><messageEventDefinition messageRef="m" /></intermediateThrowEvent>';

    expect(await found(signal + timing('t') + thrown + '<receiveTask id="r" />')).toEqual([]);
  });

  test.each([
    ['a timer on the task', receive + boundary('b', 'w')],
    [
      'a timer on the task that does not interrupt',
      receive + boundary('b', 'w', timer(), 'cancelActivity="false"'),
    ],
    [
      'a timer on a sub-process around it',
      `<subProcess id="sub">${receive}</subProcess>${boundary('b', 'sub')}`,
    ],
    [
      'a timer on a sub-process further out',
      `<subProcess id="sub"><subProcess id="deep">${receive}</subProcess></subProcess>${boundary('b', 'sub')}`,
    ],
    ['a timer event sub-process beside it', receive + eventSubProcess(timer())],
    [
      'a timer event sub-process beside the sub-process around it',
      `<subProcess id="sub">${receive}</subProcess>${eventSubProcess(timer())}`,
    ],
    [
      'a timer at the same event-based gateway',
      `<eventBasedGateway id="g" />${catching('c')}${timing('t')}${flows('g c')}${flows('g t')}`,
    ],
  ])('is fine with %s', async (_, body) => {
    expect(await found(body)).toEqual([]);
  });

  test.each([
    ['a boundary event of another kind', receive + boundary('b', 'w', '<errorEventDefinition />')],
    ['a timer on another task', `${receive}<task id="t" />${boundary('b', 't')}`],
    ['an event sub-process of another kind', receive + eventSubProcess('<errorEventDefinition />')],
    [
      'a timer on the sub-process beside it',
      `<subProcess id="sub">${receive}</subProcess><subProcess id="other" />${boundary('b', 'other')}`,
    ],
    [
      'an event-based gateway without timer',
      `<eventBasedGateway id="g" />${receive}${catching('c', 'x')}${flows('g w')}${flows('g c')}`,
    ],
    [
      'another gateway with a timer behind it',
      `<parallelGateway id="g" />${receive}${timing('t')}${flows('g w')}${flows('g t')}`,
    ],
    ['a timer in front of it', timing('t') + receive + flows('t w')],
  ])('is not fine with %s', async (_, body) => {
    expect(await found(body)).toEqual([says('w @ <receiveTask', 'Wait')]);
  });

  test('is left alone in a process that does not run', async () => {
    const xml = processOf(receive, { roots }).replace('isExecutable="true"', '');

    expect(await raised('BPMN158', xml)).toEqual([]);
  });
});

describe('a wait that is longer than a hold (BPMN159)', () => {
  const holding = (hold: string) => job('j', properties({ hold }));
  const found = (body: string) => raised('BPMN159', processOf(body, { roots }));

  test('is a timer behind the job', async () => {
    expect(await found(`${holding('PT30M')}\n${timing('t', 'PT31M')}${flows('j t')}`)).toEqual([
      't @ <intermediateCatchEvent: "t" lets PT31M pass, but "j" holds only for PT30M.',
    ]);
    expect(await found(`${holding('PT30M')}${timing('t', 'PT30M')}${flows('j t')}`)).toEqual([]);
    expect(await found(`${job('j')}${timing('t', 'PT31M')}${flows('j t')}`)).toEqual([]);
  });

  test('is a timer on a step behind the job', async () => {
    const body = `${holding('PT30M')}${job('k')}${receive}${boundary('b', 'w', timer('=duration(&quot;PT1H&quot;)'))}${flows('j k w')}`;

    expect(await found(body)).toEqual([
      'b @ <boundaryEvent: "b" lets =duration("PT1H") pass, but "j" holds only for PT30M.',
    ]);
  });

  test('is a timer on a way that a boundary event does not take', async () => {
    const onOwn = `${holding('PT30M')}${boundary('b', 'j', timer('PT2H'))}`;

    expect(await found(onOwn)).toEqual([]);
  });

  test('is looked for up to the first job behind a wait', async () => {
    const behind = (wait: string) =>
      `${holding('PT30M')}${wait}${job('k')}${timing('t', 'P1D')}${flows('j w k t')}`;
    const says = ['t @ <intermediateCatchEvent: "t" lets P1D pass, but "j" holds only for PT30M.'];

    expect(await found(behind('<task id="w" />'))).toEqual(says);
    for (const kind of ['receiveTask', 'userTask', 'intermediateCatchEvent', 'callActivity']) {
      expect(await found(behind(`<${kind} id="w" />`))).toEqual([]);
    }
    const twoWaits = `${holding('PT30M')}${receive}${timing('t', 'P1D')}${flows('j w t')}`;
    expect(await found(twoWaits)).toEqual(says);
  });

  test('is found once, in a loop too', async () => {
    const body = `${holding('PT30M')}${timing('t', 'PT31M')}<task id="a" />${flows('j t a t')}${flows('a j')}`;

    expect(await found(body)).toHaveLength(1);
  });

  test('is found behind a task that is passed with and without a wait', async () => {
    const body = `${holding('PT30M')}<userTask id="u" />${job('k')}${timing('t', 'P1D')}${flows('j u k t')}${flows('j k')}`;

    expect(await found(body)).toHaveLength(1);
  });

  test('needs a timer that the model fixes', async () => {
    for (const text of ['=limit', 'soon']) {
      expect(await found(`${holding('PT1S')}${timing('t', text)}${flows('j t')}`)).toEqual([]);
    }
    const date = `<intermediateCatchEvent id="t">${timer('2030-01-01T00:00:00Z', 'timeDate')}</intermediateCatchEvent>`;
    expect(await found(`${holding('PT1S')}${date}${flows('j t')}`)).toEqual([]);
  });

  test.each(['soon', '', 'PT0S', '-PT5M', '30'])(
    'cannot be judged when the hold is "%s" (BPMN160)',
    async (hold) => {
      const xml = processOf(`${holding(hold)}${timing('t', 'PT31M')}${flows('j t')}`);

      expect(await raised('BPMN160', xml)).toEqual([
        `j @ <zeebe:property: The hold of "j" is not an ISO 8601 duration: "${hold}".`,
      ]);
      expect(await raised('BPMN159', xml)).toEqual([]);
    },
  );
});

describe('a timer of no length (BPMN168)', () => {
  const found = (text: string, kind?: string) =>
    raised(
      'BPMN168',
      processOf(
        `<task id="a" />${boundary('b', 'a', timer(text, kind), 'cancelActivity="false"')}`,
      ),
    );

  test.each([
    ['PT0S', 'timeDuration', 'PT0S', 'is over at once'],
    ['P0D', 'timeDuration', 'P0D', 'is over at once'],
    ['-PT5M', 'timeDuration', '-PT5M', 'is over at once'],
    ['=duration(&quot;PT0S&quot;)', 'timeDuration', '=duration("PT0S")', 'is over at once'],
    ['=&quot;PT0S&quot;', 'timeDuration', '="PT0S"', 'is over at once'],
    ['R/PT0S', 'timeCycle', 'R/PT0S', 'fires again and again without a pause'],
    ['R-1/PT0S', 'timeCycle', 'R-1/PT0S', 'fires again and again without a pause'],
    ['R3/PT0S', 'timeCycle', 'R3/PT0S', 'fires 3 times at once'],
    [
      'R3/2030-01-01T00:00:00Z/PT0S',
      'timeCycle',
      'R3/2030-01-01T00:00:00Z/PT0S',
      'fires 3 times at once',
    ],
  ])('%s', async (text, kind, shown, effect) => {
    expect((await found(text, kind)).map((each) => each.replace(/^(b @ )\S*: /, '$1'))).toEqual([
      `b @ The timer ${shown} ${effect}.`,
    ]);
  });

  test('is shown at its value', async () => {
    expect(await found('R/PT0S', 'timeCycle')).toEqual([
      'b @ R: The timer R/PT0S fires again and again without a pause.',
    ]);
  });

  test.each([
    ['PT1S', 'timeDuration'],
    ['=limit', 'timeDuration'],
    ['PT5M', 'timeCycle'],
    ['R/PT1S', 'timeCycle'],
    ['R/soon', 'timeCycle'],
    ['0 0 9 * * *', 'timeCycle'],
    ['PT0S', 'timeDate'],
    ['=cycle', 'timeCycle'],
  ])('%s of a %s is none', async (text, kind) => {
    expect(await found(text, kind)).toEqual([]);
  });

  test('an event without timer value is for the deployment rules', async () => {
    expect(
      await raised(
        'BPMN168',
        processOf(
          '<intermediateCatchEvent id="t"><timerEventDefinition /></intermediateCatchEvent>',
        ),
      ),
    ).toEqual([]);
  });
});

describe('durations', () => {
  test.each([
    ['PT1S', 1],
    ['PT1,5S', 1.5],
    ['PT1M', 60],
    ['PT1H', 3600],
    ['P1D', 86_400],
    ['P1W', 604_800],
    ['P1M', 2_592_000],
    ['P1Y', 31_536_000],
    ['P1DT2H3M4S', 93_784],
    ['-PT1M', -60],
    ['+PT1M', 60],
    ['PT-1M', -60],
    [' pt1m ', 60],
    ['P', undefined],
    ['PT', undefined],
    ['1h', undefined],
    ['xPT1S', undefined],
    ['PT1Sx', undefined],
  ])('%s is %s seconds', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  const place = { file: 'f', line: 1, column: 1 };
  test.each([
    ['PT1H', false, 'PT1H'],
    [' PT1H ', false, 'PT1H'],
    ['="PT1H"', true, 'PT1H'],
    ['= duration ( "PT1H" ) ', true, 'PT1H'],
    ['=duration(x)', true, undefined],
    ['="PT1H" + x', true, undefined],
    ['=x + "PT1H"', true, undefined],
  ])('%s has a fixed text', (text, isFeel, fixed) => {
    expect(fixedText({ text, isFeel, place })).toBe(fixed);
  });

  test('only a duration is waited for', () => {
    const expression = { text: 'PT1H', isFeel: false, place };
    expect(waitSeconds({ kind: 'timer', type: 'duration', expression, place })).toBe(3600);
    expect(waitSeconds({ kind: 'timer', type: 'cycle', expression, place })).toBeUndefined();
    expect(waitSeconds({ kind: 'timer', type: 'duration', place })).toBeUndefined();
  });
});
