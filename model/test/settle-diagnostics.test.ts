import {
  diagnose,
  isPluginCode,
  isRejection,
  settleDiagnostics,
  validate,
  type Diagnostic,
  type Level,
  type ModelRule,
} from '../index.js';
import {
  codesOf,
  definitionsOf,
  extend,
  processOf,
  properties,
  raised,
  readSmall,
} from './small-model.js';

const ignore = (...values: readonly string[]) =>
  `<zeebe:properties>${values.map((value) => `<zeebe:property name="jobwright:ignore" value="${value}" />`).join('')}</zeebe:properties>`;
const reason = 'BPMN155 drawn on purpose';
const lonely = (id: string, value?: string) =>
  `<task id="${id}">${value === undefined ? '' : extend(ignore(value))}</task>`;
const start = '<startEvent id="s" />';

/** A finding as a generator or a plugin would make it. */
function foreign(code: string, finding: Partial<Diagnostic> = {}): Diagnostic {
  const place = { file: 'small.bpmn', line: 3, column: 1 };
  return { code, severity: 'warning', message: 'm', fix: 'f', place, ...finding };
}

describe('levels', () => {
  const xml = processOf(start + lonely('t'));

  test.each<[Level, readonly string[]]>([
    ['off', []],
    ['info', ['info']],
    ['warning', ['warning']],
    ['error', ['error']],
  ])('a code can be set to %s', async (level, severities) => {
    const found = validate([await readSmall(xml)], { levels: { BPMN155: level } });

    expect(found.filter(({ code }) => code === 'BPMN155').map(({ severity }) => severity)).toEqual(
      severities,
    );
    expect(found.filter(({ code }) => code === 'BPMN151')).toHaveLength(2);
  });

  test.each<Level>(['off', 'info', 'warning'])(
    'a rejection cannot be lowered to %s',
    async (level) => {
      const rejected = await readSmall(processOf(lonely('t')));

      const found = validate([rejected], { levels: { BPMN121: level } });

      expect(found.find(({ code }) => code === 'BPMN121')?.severity).toBe('error');
    },
  );

  test('names as in Object.prototype are no levels', () => {
    expect(settleDiagnostics([foreign('constructor')], [], { levels: {} })).toHaveLength(1);
  });

  test('errors of plugins are theirs to settle, others are not', () => {
    const findings = [
      foreign('ACME-no-scripts', { severity: 'error' }),
      foreign('NAME201', { severity: 'error' }),
      foreign('TYPE510'),
    ];

    const found = settleDiagnostics(findings, [], {
      levels: { 'ACME-no-scripts': 'info', NAME201: 'off', TYPE510: 'off' },
    });

    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      'ACME-no-scripts info',
      'NAME201 error',
    ]);
    expect(findings[0]?.severity).toBe('error');
  });

  test.each([
    ['ACME-no-scripts', true],
    ['A1-x', true],
    ['BPMN153', false],
    ['acme-x', false],
    ['-x', false],
    ['ACME-', false],
    ['ACME-x y', false],
  ])('%s is a code of a plugin: %s', (code, is) => {
    expect(isPluginCode(code)).toBe(is);
    expect(isRejection({ code, severity: 'error' })).toBe(!is);
    expect(isRejection({ code, severity: 'warning' })).toBe(false);
  });
});

describe('suppression in the model', () => {
  test('covers the element it stands on, and no other', async () => {
    const xml = processOf(`${start}
${lonely('t', reason)}
${lonely('u')}`);

    expect(await codesOf(xml)).toEqual(['BPMN155 u']);
  });

  test('covers what is inside the element', async () => {
    const xml = processOf(`${start}
<subProcess id="sub">${extend(ignore(reason))}
  <startEvent id="i" />
  <subProcess id="deep"><startEvent id="j" />${lonely('t')}</subProcess>
  <task id="u" /></subProcess>
<task id="v" />`);

    expect(await codesOf(xml)).toEqual(['BPMN155 v']);
  });

  test('on one line covers by column', async () => {
    const xml = processOf(`${start}<task id="a" />${lonely('t', reason)}<task id="b" />`);

    expect(await codesOf(xml)).toEqual(['BPMN155 a', 'BPMN155 b']);
  });

  test('on the only process covers the whole file', async () => {
    const xml = processOf(start + lonely('t'), {
      extensions: ignore(reason, 'BPMN150 a sketch', 'BPMN151 a sketch'),
    }).replace(/ modeler:executionPlatformVersion="8.6"/, '');

    expect(validate([await readSmall(xml)])).toEqual([]);
  });

  test('on one of several processes covers that process alone', async () => {
    const process = (id: string, extensions: string) =>
      `<process id="${id}" isExecutable="true">${extensions}<startEvent id="s${id}" /><task id="t${id}" /></process>`;
    const xml = definitionsOf(
      `${process('p', extend(ignore(reason, 'BPMN150 a sketch')))}\n${process('q', '')}`,
    ).replace(/ modeler:executionPlatformVersion="8.6"/, '');

    expect(await raised('BPMN155', xml)).toEqual([
      'tq @ <task: No sequence flow leads to "tq", so it never runs.',
    ]);
    expect(await raised('BPMN150', xml)).toHaveLength(1);
    expect(await raised('BPMN192', xml)).toEqual([
      'p @ BPMN150: Nothing here raises BPMN150, so its suppression has no effect.',
    ]);
  });

  test('on a collaboration covers the file, on a participant its process', async () => {
    const body = (onCollaboration: string, onParticipant: string) =>
      definitionsOf(`<collaboration id="c">${onCollaboration}<participant id="x" processRef="p">${onParticipant}</participant></collaboration>
<process id="p" isExecutable="true"><startEvent id="s" /><task id="t" /></process>
<process id="q" isExecutable="true"><startEvent id="r" /><task id="u" /></process>`);
    const value = extend(ignore(reason));

    expect(await codesOf(body(value, ''))).toEqual([]);
    expect(await codesOf(body('', value))).toEqual(['BPMN155 u']);
    expect(await codesOf(body('', value).replace(' processRef="p"', ''))).toEqual([
      'BPMN192 x',
      'BPMN155 t',
      'BPMN155 u',
    ]);
  });

  test('covers findings of others by place, and those about other files by element', async () => {
    const model = await readSmall(
      processOf(`${start}\n${lonely('t', 'TYPE510 known')}\n${lonely('u')}`),
    );
    const at = (line: number) => ({ place: { file: 'small.bpmn', line, column: 1 } });
    const beside = { place: { file: 'small.schema.json', line: 1, column: 1 } };
    const findings = [
      foreign('TYPE510', at(4)),
      foreign('TYPE510', at(5)),
      foreign('TYPE510', { ...beside, elementId: 't' }),
      foreign('TYPE510', { ...beside, elementId: 'u' }),
      foreign('TYPE510', beside),
      foreign('TYPE510', { place: { ...beside.place, file: 'other.bpmn' }, elementId: 't' }),
    ];

    expect(settleDiagnostics(findings, [model])).toEqual([
      findings[5],
      findings[1],
      findings[3],
      findings[4],
    ]);
  });

  test('may name several codes, each in its own property', async () => {
    const xml = processOf(
      `${start}<task id="t">${extend(ignore(reason, 'BPMN151 nobody reads it'))}</task>`,
    );

    expect(validate([await readSmall(xml)]).map(({ elementId }) => elementId)).toEqual(['s']);
  });

  test.each([['BPMN155'], ['BPMN155 '], ['']])(
    'needs a code and a reason: "%s" (BPMN190)',
    async (value) => {
      const xml = processOf(`${start}${lonely('t', value)}`);

      expect(await raised('BPMN190', xml)).toEqual([
        `t @ ${value.trim()}: A suppression without a reason, or without a code, hides nothing: "${value.trim()}".`,
      ]);
      expect(await raised('BPMN155', xml)).toHaveLength(1);
    },
  );

  test('a property without value is no suppression (BPMN190)', async () => {
    const xml = processOf(
      `${start}<task id="t">${extend('<zeebe:properties><zeebe:property name="jobwright:ignore" /></zeebe:properties>')}</task>`,
    );

    expect(await raised('BPMN190', xml)).toHaveLength(1);
  });

  test.each(['BPMN999', 'bpmn155', 'Because', '155'])(
    'of the unknown code %s is reported (BPMN191)',
    async (code) => {
      const xml = processOf(`${start}${lonely('t', `${code} it is so`)}`);

      expect(await raised('BPMN191', xml)).toEqual([
        `t @ ${code}: There is no code "${code}" to suppress.`,
      ]);
      expect(await raised('BPMN192', xml)).toEqual([]);
    },
  );

  test('that suppresses nothing is reported (BPMN192)', async () => {
    const xml = processOf(`${start}${lonely('t', 'BPMN152 it is no end event')}`);

    expect(await raised('BPMN192', xml)).toEqual([
      't @ BPMN152: Nothing here raises BPMN152, so its suppression has no effect.',
    ]);
  });

  test('of a code that is off is not called useless', async () => {
    const xml = processOf(`${start}${lonely('t', reason)}`);

    expect(await codesOf(xml, { levels: { BPMN155: 'off', BPMN152: 'off' } })).toEqual([]);
  });

  test('codes that others raise are left to them, unless all codes are known', async () => {
    const model = await readSmall(
      processOf(`${start}${lonely('t', 'TYPE510 known')}${lonely('u', 'ACME-x known')}`),
    );
    const codes = (isKnownCode?: (code: string) => boolean) =>
      settleDiagnostics([], [model], isKnownCode && { isKnownCode }).map(({ code }) => code);

    expect(codes()).toEqual([]);
    expect(codes((code) => code === 'TYPE510')).toEqual(['BPMN192', 'BPMN191']);
    expect(codes(() => true)).toEqual(['BPMN192', 'BPMN192']);
  });

  test('does not take away a reason for rejection (BPMN193)', async () => {
    const xml = processOf(
      `${start}<serviceTask id="t">${extend(ignore('BPMN122 later'))}</serviceTask>`,
    );

    expect(await raised('BPMN193', xml)).toEqual([
      't @ BPMN122: BPMN122 cannot be suppressed here: it says why the model cannot be deployed or generated.',
    ]);
    expect(await raised('BPMN122', xml)).toHaveLength(1);
  });

  test('takes away what else it covers beside a rejection', async () => {
    const model = await readSmall(processOf(`${start}\n${lonely('t', 'NAME204 known')}`));
    const place = { file: 'small.bpmn', line: 4, column: 1 };
    const findings = [
      foreign('NAME204', { place, severity: 'error' }),
      foreign('NAME204', { place, severity: 'info' }),
    ];

    expect(
      settleDiagnostics(findings, [model]).map(({ code, severity }) => code + severity),
    ).toEqual(['NAME204error', 'BPMN193warning']);
  });

  test('other properties suppress nothing', async () => {
    const xml = processOf(
      `${start}<task id="t">${extend(properties({ effect: 'BPMN155 no' }))}</task>`,
    );

    expect(await codesOf(xml)).toEqual(['BPMN155 t']);
  });
});

describe('rules from outside', () => {
  const noTasks: ModelRule = (models) =>
    models.flatMap(({ processes }) =>
      processes.flatMap(({ flowElements }) =>
        flowElements.nodes
          .filter(({ kind }) => kind === 'task')
          .map((node) =>
            foreign('ACME-no-tasks', { place: node.place, elementId: node.id, severity: 'error' }),
          ),
      ),
    );

  test('find what they look for in all models, and obey levels and suppressions', async () => {
    const models = [
      await readSmall(processOf(start + lonely('t')), 'a.bpmn'),
      await readSmall(processOf(start + lonely('u', 'ACME-no-tasks a sketch')), 'b.bpmn'),
    ];
    const found = (levels?: Readonly<Record<string, Level>>) =>
      validate(models, { rules: [noTasks], ...(levels && { levels }) })
        .filter(({ code }) => code === 'ACME-no-tasks')
        .map(({ place, severity }) => `${place.file} ${severity}`);

    expect(found()).toEqual(['a.bpmn error']);
    expect(found({ 'ACME-no-tasks': 'info' })).toEqual(['a.bpmn info']);
    expect(found({ 'ACME-no-tasks': 'off' })).toEqual([]);
  });
});

describe('settleDiagnostics', () => {
  test('sorts, and keeps what nothing is said about', () => {
    const late = foreign('X1', { place: { file: 'b', line: 1, column: 1 } });
    const early = diagnose('BPMN150', { place: { file: 'a', line: 9, column: 9 } });

    expect(settleDiagnostics([late, early], [])).toEqual([early, late]);
  });
});
