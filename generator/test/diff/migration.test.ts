import { diff, type ProcessMigration } from '../../index.js';
import { bpmnSource, flowsThrough, serviceTask } from '../fixture.js';
import { END, START, line, mappings, task } from './two-versions.js';

const timer = (text: string) =>
  `<bpmn:timerEventDefinition><bpmn:timeDuration>${text}</bpmn:timeDuration></bpmn:timerEventDefinition>`;
const message = (id: string) => `<bpmn:messageEventDefinition messageRef="${id}" />`;
const boundary = (id: string, definition: string, host = 'Work') =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}">${definition}</bpmn:boundaryEvent>`;
const node = (kind: string, id: string, inner = '', attributes = '') =>
  `<bpmn:${kind} id="${id}"${attributes}>${inner}</bpmn:${kind}>`;
const extended = (inner: string) => `<bpmn:extensionElements>${inner}</bpmn:extensionElements>`;
const work = line(task('Work', 'work'));
const ROOT =
  ['paid', 'due']
    .map(
      (name) =>
        `<bpmn:message id="${name}" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="=key" /></bpmn:extensionElements></bpmn:message>`,
    )
    .join('') + '<bpmn:error id="full" name="full" errorCode="FULL" />';

/** The migration from one set of process contents to another. */
async function migrated(
  before: string,
  after: string,
  version = '8.8.0',
): Promise<ProcessMigration> {
  const source = (contents: string, note: string) => {
    const made = bpmnSource(contents, { root: `${ROOT}<!-- ${note} -->` });
    return { ...made, text: made.text.replace('"8.6.0"', `"${version}"`) };
  };
  const { migrations } = await diff([source(before, 'old')], [source(after, 'new')]);
  return migrations[0]!;
}

/** `Work: migrates`, `Work: why not`. */
function verdicts({ elements }: ProcessMigration): readonly string[] {
  return elements.map(({ elementId, reason }) => `${elementId}: ${reason ?? 'migrates'}`);
}

describe('the migration plan', () => {
  test('maps what is there on both sides and leaves nothing else in', async () => {
    const found = await migrated(
      line(task('Work', 'work'), task('More', 'more')),
      line(task('Work', 'work'), task('Fresh', 'fresh')),
    );
    expect(verdicts(found)).toEqual([
      'Work: migrates',
      'More: the new version has no such element',
    ]);
    expect(found).toMatchObject({
      process: 'order',
      complete: false,
      oldJobTypes: ['more'],
      mappingInstructions: [{ sourceElementId: 'Work', targetElementId: 'Work' }],
    });
    expect(found.elements[0]).toEqual({
      elementId: 'Work',
      kind: 'service task',
      migrates: true,
      neverMigrates: false,
      target: 'Work',
      notes: [],
      place: { file: 'model.bpmn', line: 5, column: 1 },
    });
    expect((await migrated(work, work)).complete).toBe(true);
  });

  test('says what stays as it was', async () => {
    const found = await migrated(
      line(task('Work', 'work', mappings('in:a'))),
      line(task('Work', 'toil', mappings('in:b'))),
    );
    expect(found.elements[0]?.notes).toEqual([
      'a job that waits keeps the type "work" instead of "toil"',
      'its input mappings are not applied again',
    ]);
    expect(found.oldJobTypes).toEqual(['work']);
  });

  test('needs the same kind of element and the same implementation', async () => {
    const user = (native: string) => line(['Work', node('userTask', 'Work', extended(native))]);
    expect(verdicts(await migrated(work, user('<zeebe:userTask />')))).toEqual([
      'Work: it was a service task and is a user task now',
    ]);
    expect(
      verdicts(await migrated(user('<zeebe:userTask />'), user('<zeebe:taskHeaders />'))),
    ).toEqual(['Work: its implementation changed from Camunda user task to job worker user task']);
    const rule = (inner: string) =>
      line(['Work', node('businessRuleTask', 'Work', extended(inner))]);
    expect(
      verdicts(
        await migrated(
          rule('<zeebe:taskDefinition type="work" />'),
          rule('<zeebe:calledDecision decisionId="d" resultVariable="r" />'),
        ),
      ),
    ).toEqual(['Work: its implementation changed from job worker to decision']);
    const script = (inner: string) => line(['Work', node('scriptTask', 'Work', extended(inner))]);
    expect(
      verdicts(
        await migrated(
          script('<zeebe:taskDefinition type="work" />'),
          script('<zeebe:script expression="=1" resultVariable="r" />'),
        ),
      ),
    ).toEqual(['Work: its implementation changed from job worker to FEEL script']);
  });

  test('keeps the multi-instance marker', async () => {
    const loop = (sequential: boolean) =>
      `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}">${extended('<zeebe:loopCharacteristics inputCollection="=[1]" />')}</bpmn:multiInstanceLoopCharacteristics>`;
    const looped = (sequential: boolean) =>
      line([
        'Work',
        serviceTask('Work', 'work').replace(
          '</bpmn:serviceTask>',
          `${loop(sequential)}</bpmn:serviceTask>`,
        ),
      ]);
    expect(verdicts(await migrated(looped(true), looped(false)))).toEqual([
      'Work: its multi-instance marker changed from sequential to parallel',
    ]);
    expect(verdicts(await migrated(work, looped(false)))).toEqual([
      'Work: its multi-instance marker changed from none to parallel',
    ]);
    const same = await migrated(looped(true), looped(true), '8.6.0');
    expect(same.elements[0]).toMatchObject({
      migrates: true,
      notes: [
        'clusters before 8.8 may refuse to migrate a multi-instance activity: try it on one instance',
      ],
      embeddedEngine: 'the embedded engine does not migrate a multi-instance activity',
    });
  });

  test('does not change the scope', async () => {
    const sub = (id: string, inner: string) =>
      `${START}${node('subProcess', id, inner)}${END}${flowsThrough('Start', id, 'End')}`;
    const inside = sub('Sub', serviceTask('Work', 'work'));
    expect(verdicts(await migrated(work, inside))).toEqual([
      'Work: it moved from the process itself to the sub-process "Sub", and a migration cannot change the scope',
    ]);
    expect(verdicts(await migrated(inside, work))).toEqual([
      'Sub: the new version has no such element',
      'Work: the sub-process "Sub" around it does not migrate',
    ]);
    expect(verdicts(await migrated(inside, inside))).toEqual(['Sub: migrates', 'Work: migrates']);
  });

  test('follows a scope that was certainly renamed', async () => {
    const sub = (id: string) =>
      `${START}${node('subProcess', id, serviceTask('Work', 'work'), ' name="Inner"')}${END}${flowsThrough('Start', id, 'End')}`;
    const found = await migrated(sub('Old'), sub('New'));
    expect(found.complete).toBe(true);
    expect(found.mappingInstructions).toEqual([
      { sourceElementId: 'Old', targetElementId: 'New' },
      { sourceElementId: 'Work', targetElementId: 'Work' },
    ]);
  });

  test('knows the kinds that never migrate', async () => {
    const contents = [
      START,
      node(
        'endEvent',
        'Told',
        `${extended('<zeebe:taskDefinition type="tell" />')}${message('paid')}`,
      ),
      node(
        'intermediateCatchEvent',
        'Sure',
        '<bpmn:conditionalEventDefinition><bpmn:condition>=a</bpmn:condition></bpmn:conditionalEventDefinition>',
      ),
      node('intermediateThrowEvent', 'Undo', '<bpmn:compensateEventDefinition />'),
      serviceTask('Undone', 'undo').replace('>', ' isForCompensation="true">'),
      node('adHocSubProcess', 'Driven', extended('<zeebe:taskDefinition type="drive" />')),
      node('adHocSubProcess', 'Free', serviceTask('Inner', 'work')),
      END,
    ].join('');
    const found = await migrated(contents, contents, '8.8.0');
    expect(verdicts(found)).toEqual([
      'Told: a message end event cannot be migrated',
      'Sure: a conditional intermediate catch event cannot be migrated',
      'Undo: a compensate intermediate throw event cannot be migrated',
      'Undone: a compensation handler waits together with the event that compensates, which cannot be migrated',
      'Driven: an ad-hoc sub-process that a worker drives cannot be migrated',
      'Free: migrates',
      'Inner: migrates',
    ]);
    expect(found.elements.map(({ neverMigrates }) => neverMigrates)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(found.elements[5]?.notes).toEqual(['ad-hoc sub-processes migrate since Camunda 8.9']);
    expect((await migrated(contents, contents, '8.10.0')).elements[5]?.notes).toEqual([]);
  });

  test('joins must not lose flows', async () => {
    const joined = (...ids: readonly string[]) =>
      [
        START,
        node('parallelGateway', 'Fork'),
        ...ids.map((id) => serviceTask(id, 'work')),
        node('parallelGateway', 'Join'),
        END,
        ...ids.map((id) => flowsThrough('Fork', id, 'Join')),
        flowsThrough('Start', 'Fork'),
        flowsThrough('Join', 'End'),
      ].join('');
    const three = joined('A', 'B', 'C');
    const two = joined('A', 'B');
    const found = await migrated(two, three);
    expect(verdicts(found)).toEqual(['A: migrates', 'B: migrates', 'Join: migrates']);
    expect(found.elements[2]?.notes).toEqual([
      'flows that were taken into it have to be mapped, too (since Camunda 8.8)',
    ]);
    expect(verdicts(await migrated(three, two))).toEqual([
      'A: migrates',
      'B: migrates',
      'C: the new version has no such element',
      'Join: it joins 2 flows instead of 3',
    ]);
  });

  test('catch events keep their kind, and what they wait for', async () => {
    const wait = (definition: string) =>
      line(['Wait', node('intermediateCatchEvent', 'Wait', definition)]);
    expect(verdicts(await migrated(wait(timer('PT1H')), wait(message('paid'))))).toEqual([
      'Wait: it was a timer intermediate catch event and is a message intermediate catch event now',
    ]);
    const found = await migrated(wait(message('paid')), wait(message('due')), '8.6.0');
    expect(found.elements[0]).toMatchObject({
      migrates: true,
      notes: [
        'clusters before 8.8 may refuse to migrate a message intermediate catch event: try it on one instance',
        'what it waits for stays "paid" instead of "due"',
      ],
      embeddedEngine: 'the embedded engine does not migrate a message intermediate catch event',
    });
  });
});

describe('subscriptions in the migration plan', () => {
  const fates = ({ subscriptions }: ProcessMigration) =>
    subscriptions.map(({ elementId, fate, note }) => `${elementId} ${fate}: ${note}`);

  test('stay when the event is the same', async () => {
    const found = await migrated(
      work + boundary('Late', timer('PT1H')),
      work + boundary('Late', timer('PT1H')),
    );
    expect(fates(found)).toEqual(['Late kept: it goes on as it was']);
    expect(found.mappingInstructions).toEqual([
      { sourceElementId: 'Work', targetElementId: 'Work' },
      { sourceElementId: 'Late', targetElementId: 'Late' },
    ]);
    expect(found.elements[0]?.embeddedEngine).toBe(
      'the embedded engine does not migrate an instance that waits for the event "Late"',
    );
  });

  test('of a timer stay with its old time', async () => {
    const found = await migrated(
      work + boundary('Late', timer('PT1H')),
      work + boundary('Late', timer('PT2H')),
    );
    expect(fates(found)).toEqual([
      'Late kept: a timer that is set keeps "PT1H"; leave its mapping out to set it anew with "PT2H"',
    ]);
  });

  test('are made anew for another message or kind of event', async () => {
    const paid = work + boundary('On', message('paid'));
    const found = await migrated(paid, work + boundary('On', message('due')));
    expect(fates(found)).toEqual([
      'On reopened: instances wait for "due" instead of "paid" afterwards',
    ]);
    expect(found.mappingInstructions).toHaveLength(1);
    expect(fates(await migrated(paid, work + boundary('On', timer('PT1H'))))).toEqual([
      'On reopened: it was a message boundary event and is a timer boundary event now',
    ]);
  });

  test('come and go with their events', async () => {
    const late = work + boundary('Late', timer('PT1H'));
    expect(fates(await migrated(work, late))).toEqual(['Late opened: the old version had none']);
    expect(fates(await migrated(late, work))).toEqual([
      'Late closed: the new version has no such event there',
    ]);
  });

  test('cannot move to another activity', async () => {
    const two = line(task('Work', 'work'), task('More', 'work'));
    const found = await migrated(
      two + boundary('Late', timer('PT1H')),
      two + boundary('Late', timer('PT1H'), 'More'),
    );
    expect(fates(found)).toEqual([
      'Late closed: the new version has no such event there',
      'Late opened: the old version had none',
    ]);
    expect(found.mappingInstructions).toHaveLength(2);
  });

  test('of event sub-processes belong to everything in their scope', async () => {
    const stop = node(
      'subProcess',
      'Stop',
      `${node('startEvent', 'Stopped', message('paid'))}${serviceTask('Clean', 'clean')}`,
      ' triggeredByEvent="true"',
    );
    const found = await migrated(work + stop, work + stop);
    expect(fates(found)).toEqual(['Stopped kept: it goes on as it was']);
    expect(
      found.elements.map(({ elementId, embeddedEngine }) => [elementId, embeddedEngine]),
    ).toEqual([
      [
        'Work',
        'the embedded engine does not migrate an instance that waits for the event "Stopped"',
      ],
      ['Stop', 'the embedded engine does not migrate an event sub-process'],
      [
        'Clean',
        'the embedded engine does not migrate an instance that waits for the event "Stopped"',
      ],
    ]);
    expect(found.mappingInstructions.map(({ sourceElementId }) => sourceElementId)).toEqual([
      'Work',
      'Stop',
      'Clean',
      'Stopped',
    ]);
    const plain = node('subProcess', 'Stop', serviceTask('Clean', 'clean'));
    expect(verdicts(await migrated(work + stop, work + plain))[1]).toBe(
      'Stop: it was an event sub-process and is a sub-process now',
    );
  });

  test('that need no subscription do not keep the embedded engine', async () => {
    const failing = work + boundary('Failed', '<bpmn:errorEventDefinition errorRef="full" />');
    const found = await migrated(failing, failing);
    expect(found.elements[0]?.embeddedEngine).toBeUndefined();
    expect(fates(found)).toEqual(['Failed kept: it goes on as it was']);
  });
});
