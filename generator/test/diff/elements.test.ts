import { readdirSync } from 'node:fs';

import { diff } from '../../index.js';
import { bpmnSource, FIXTURES, fixtureSources, flowsThrough, serviceTask } from '../fixture.js';
import { compared, END, line, lines, START, task } from './two-versions.js';

const gateway = (condition: string) =>
  `${START}<bpmn:exclusiveGateway id="Which" default="no" /><bpmn:endEvent id="A" />${END}` +
  `<bpmn:sequenceFlow id="s" sourceRef="Start" targetRef="Which" />` +
  `<bpmn:sequenceFlow id="yes" sourceRef="Which" targetRef="A"><bpmn:conditionExpression>${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>` +
  `<bpmn:sequenceFlow id="no" sourceRef="Which" targetRef="End" />`;

describe('diff of elements', () => {
  test('a new one is safe, one that instances can wait at endangers them when it goes', async () => {
    const two = { contents: line(task('Work', 'work'), task('More', 'work')) };
    const forth = await compared({}, two);
    expect(lines(forth.changes, 'DIFF802')).toEqual([
      'safe DIFF802 added More',
      'safe DIFF802 changed Work',
    ]);
    const back = await compared(two, {});
    expect(lines(back.changes, 'DIFF802', 'DIFF829')).toEqual([
      'risky DIFF802 removed More -> running instances',
      'safe DIFF802 changed Work',
      'risky DIFF829 changed More -> running instances',
    ]);
    expect(back.changes.map(({ message }) => message)).toEqual([
      'The service task "More" is gone.',
      'The element "Work" leads to "End" instead of "More".',
      'The job type "work" is used differently. It belongs to "Work" instead of "Work", "More".',
      'Instances that wait at "More" cannot be migrated: the new version has no such element.',
    ]);
  });

  test('an element that nobody waits at may go', async () => {
    const { changes } = await compared(
      { contents: `${START}<bpmn:endEvent id="Gone" />` },
      { contents: START },
    );
    expect(lines(changes, 'DIFF802')).toEqual(['safe DIFF802 removed Gone']);
  });

  test('another kind of element endangers instances', async () => {
    const user = (id: string): readonly [string, string] => [
      id,
      `<bpmn:userTask id="${id}"><bpmn:extensionElements><zeebe:userTask /></bpmn:extensionElements></bpmn:userTask>`,
    ];
    const { changes } = await compared({}, { contents: line(user('Work')) });
    expect(lines(changes, 'DIFF802')).toEqual([
      'risky DIFF802 changed Work -> running instances',
      'risky DIFF802 changed Work -> running instances',
    ]);
    expect(changes[0]?.message).toBe(
      'The element "Work" is a user task instead of a service task.',
    );
    expect(changes.find(({ code }) => code === 'DIFF829')?.message).toBe(
      'Instances that wait at "Work" cannot be migrated: it was a service task and is a user task now.',
    );
  });

  test('where flows lead, and when, is mentioned', async () => {
    const { changes } = await compared({ contents: gateway('=a') }, { contents: gateway('=b') });
    expect(lines(changes, 'DIFF802')).toEqual(['safe DIFF802 changed Which']);
    expect(changes[0]?.message).toBe(
      'The element "Which" leads to "A" when =b, "End" else instead of "A" when =a, "End" else.',
    );
  });

  test('a boundary event that moves, or interrupts no longer, is a change', async () => {
    const timer = (host: string, cancel: boolean) =>
      `${line(task('Work', 'work'), task('More', 'work'))}<bpmn:boundaryEvent id="Late" attachedToRef="${host}" cancelActivity="${cancel}"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>`;
    const moved = await compared(
      { contents: timer('Work', true) },
      { contents: timer('More', true) },
    );
    expect(lines(moved.changes)).toEqual(['risky DIFF802 changed Late -> running instances']);
    expect(moved.changes[0]?.message).toBe(
      'The element "Late" is attached to "More" instead of "Work".',
    );
    const softer = await compared(
      { contents: timer('Work', true) },
      { contents: timer('Work', false) },
    );
    expect(lines(softer.changes)).toEqual(['safe DIFF802 changed Late']);
  });
});

describe('diff of renamed elements', () => {
  const named = (id: string, name: string, type = 'work') =>
    line([id, serviceTask(id, type).replace('>', ` name="${name}">`)]);

  test('one of the same name and job type is certain', async () => {
    const { changes, migrations } = await compared(
      { contents: named('Task_1', 'Do it') },
      { contents: named('DoIt', 'Do it') },
    );
    expect(lines(changes, 'DIFF802', 'DIFF827', 'DIFF829')).toEqual([
      'safe DIFF802 changed Start',
      'risky DIFF827 changed Task_1 -> running instances',
    ]);
    expect(changes.find(({ code }) => code === 'DIFF827')).toMatchObject({
      message: 'The service task "Do it" (Task_1) was renamed to "DoIt".',
      before: { line: 5 },
      after: { line: 5 },
    });
    expect(migrations[0]?.mappingInstructions).toEqual([
      { sourceElementId: 'Task_1', targetElementId: 'DoIt' },
    ]);
  });

  test('one of the same job type alone, or of the same name alone, is probable', async () => {
    const byType = await compared(
      { contents: named('Task_1', 'Do it') },
      { contents: named('DoIt', 'Do it now') },
    );
    expect(byType.changes.find(({ code }) => code === 'DIFF827')?.message).toBe(
      'The service task "Do it" (Task_1) was probably renamed to "DoIt".',
    );
    expect(byType.migrations[0]?.elements[0]).toMatchObject({
      migrates: false,
      reason: 'the new version has no such element; if "DoIt" is meant, map it by hand',
    });
    const byName = await compared(
      { contents: named('Task_1', 'Do it') },
      { contents: named('DoIt', 'Do it', 'toil') },
    );
    expect(byName.changes.find(({ code }) => code === 'DIFF827')?.message).toBe(
      'The service task "Do it" (Task_1) was probably renamed to "DoIt".',
    );
    expect(byName.migrations[0]?.mappingInstructions).toEqual([]);
  });

  test('twins are not guessed at', async () => {
    const twins = (...ids: readonly string[]) => ({
      contents: line(...ids.map((id) => task(id, 'work'))),
    });
    const { changes } = await compared(twins('A', 'B'), twins('C', 'D'));
    expect(lines(changes, 'DIFF827')).toEqual([]);
    expect(lines(changes, 'DIFF802').filter((text) => text.includes('removed'))).toHaveLength(2);
    expect(lines((await compared(twins('A', 'B'), twins('C'))).changes, 'DIFF827')).toEqual([]);
    expect(lines((await compared(twins('A'), twins('C', 'D'))).changes, 'DIFF827')).toEqual([]);
  });

  test('an element of another scope is no certain heir', async () => {
    const inner = serviceTask('New', 'work').replace('>', ' name="Do it">');
    const { changes } = await compared(
      { contents: named('Old', 'Do it') },
      {
        contents: `${START}<bpmn:subProcess id="Sub">${inner}</bpmn:subProcess>${END}${flowsThrough('Start', 'Sub', 'End')}`,
      },
    );
    expect(changes.find(({ code }) => code === 'DIFF827')?.message).toMatch(/probably/);
  });
});

describe('diff of processes', () => {
  const named = (id: string, contents = line(task('Work', 'work'))) => [
    bpmnSource(contents, { id }),
  ];

  test('a process that went takes its job types and messages with it', async () => {
    const { changes, migrations } = await diff(named('old'), named('new'));
    expect(lines(changes, 'DIFF801', 'DIFF803', 'DIFF828')).toEqual([
      'safe DIFF801 added new',
      'risky DIFF803 added work -> workers',
      'breaking DIFF801 removed old -> calling processes',
      'safe DIFF803 removed work',
    ]);
    expect(lines(changes, 'DIFF823')).toContain('breaking DIFF823 removed startOld -> API callers');
    expect(migrations).toEqual([]);
    const all = await diff(named('old'), []);
    expect(lines(all.changes, 'DIFF803', 'DIFF828')).toEqual([
      'breaking DIFF803 removed work -> workers',
      'breaking DIFF828 changed work -> running instances',
    ]);
    expect(all.counts).toMatchObject({ risky: 0, safe: 0 });
  });

  test('another version tag endangers those who call it by the old one', async () => {
    const tagged = (tag: string) => ({
      contents: `${tag === '' ? '' : `<bpmn:extensionElements><zeebe:versionTag value="${tag}" /></bpmn:extensionElements>`}${START}`,
    });
    const { changes } = await compared(tagged('v1'), tagged('v2'));
    expect(lines(changes)).toEqual(['risky DIFF801 changed order -> calling processes']);
    expect(changes[0]?.message).toBe('The process "order" has the version tag v2 instead of v1.');
    expect(lines((await compared(tagged(''), tagged('v1'))).changes)).toEqual([
      'safe DIFF801 changed order',
    ]);
  });

  test('a source that cannot be read is named instead of being taken for empty', async () => {
    const broken = { ...bpmnSource(START), text: '<bpmn:definitions' };
    const { unreadable } = await diff([bpmnSource(START)], [broken]);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]).toMatchObject({
      side: 'after',
      diagnostic: { code: 'BPMN101', place: { file: 'model.bpmn' } },
    });
    const json = { kind: 'schema' as const, file: 's', path: 's', text: '{' };
    expect((await diff([json], [])).unreadable).toMatchObject([
      { side: 'before', diagnostic: { code: 'TYPE501' } },
    ]);
  });
});

describe('diff of everything', () => {
  test.each(readdirSync(FIXTURES).sort())(
    'of %s with itself is empty, in any order of files',
    async (name) => {
      const sources = fixtureSources(name);
      expect(await diff(sources, [...sources].reverse())).toEqual({
        changes: [],
        migrations: [],
        unreadable: [],
        counts: { breaking: 0, risky: 0, safe: 0 },
      });
    },
  );
});
