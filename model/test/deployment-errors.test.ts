import { readFileSync } from 'node:fs';
import { deploymentErrors, formatDeploymentErrors, readBpmn } from '../index.js';

/**
 * A model and what a Camunda 8.6.0 broker answered when it was deployed as `<name>.bpmn`; null when it
 * was accepted. `body` is what stands inside `<bpmn:definitions>`.
 */
interface Verdict {
  readonly name: string;
  readonly body?: string;
  readonly definitions?: string;
  readonly rejection: string | null;
}

const head =
  '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="defs" targetNamespace="t">';
const verdicts = readFileSync(
  new URL('fixtures/deployment-verdicts.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  // The recorded file is our own; its shape is the interface above.
  .map((line) => JSON.parse(line) as Verdict);

/** Rejections in which the broker fails with an error of its own; ours say what is wrong instead. */
const clearerThanTheBroker = new Map([
  ['twoIo', 'Collection expected to have <1> entry but has <2>'],
  ['elBadType', "Attribute 'eventType' must be present and not empty"],
  ['noIdTask', 'A <task> has no id'],
  ['noIdFlow', 'A <sequenceFlow> has no id'],
  ['compNoId', 'A <compensateEventDefinition> has no id'],
  ['boundaryGateway', 'Must be attached to an activity'],
  ['attachUnknown', 'Must be attached to an activity'],
  ['outgoingUnknown', 'outgoing of "s" points to "nope"'],
  ['linkNoIds', 'A <linkEventDefinition> has no id'],
  ['linkCatchNoId', 'A <linkEventDefinition> has no id'],
  ['msgElNoId', 'A <message> has no id'],
  ['msgElNoIdNotExec', 'A <message> has no id'],
  ['msgElNoIdNoName', 'A <message> has no id'],
  ['errorElNoId', 'A <error> has no id'],
  ['signalElNoId', 'A <signal> has no id'],
  ['escElNoId', 'A <escalation> has no id'],
  ['processNoId', 'A <process> has no id'],
  ['subNoId', 'A <subProcess> has no id'],
  ['unresolvedOutgoing', 'outgoing of "t" points to "nope"'],
  ['startNoId', 'outgoing of "p > startEvent" points to "fq"'],
  ['noIdFlowBroken', 'outgoing of "ns" points to "fns"'],
  ['doubleAttr', 'attribute "id" is given twice'],
  // The broker lists what its FEEL grammar expected.
  ['callPath4', "failed to parse expression 'a.b c(1)'"],
  ['nullVar', "failed to parse expression 'if x then 1'"],
]);

async function rejectionOf({ name, body, definitions }: Verdict): Promise<string | null> {
  const xml = definitions ?? `${head}${body ?? ''}</bpmn:definitions>`;
  const errors = deploymentErrors(await readBpmn(xml, { file: `${name}.bpmn` }));
  return errors.length === 0 ? null : formatDeploymentErrors(`${name}.bpmn`, errors);
}

/** The broker lists elements, and messages of one element, in no fixed order. */
function inFixedOrder(rejection: string | null): string | null {
  if (rejection === null) {
    return null;
  }
  const [resource = '', ...elements] = rejection.split(/(?=- (?:Element|Process): )/);
  const sorted = elements.map((element) => {
    const [first = '', ...messages] = element.split(/(?= {4}- ERROR: )/);
    return first + messages.sort().join('');
  });
  return resource + sorted.sort().join('');
}

describe('deployment of one small model each', () => {
  test.each(verdicts.filter(({ name }) => !clearerThanTheBroker.has(name)))(
    '$name is answered as the broker answers',
    async (verdict) => {
      const rejection = await rejectionOf(verdict);

      expect(inFixedOrder(rejection)).toBe(inFixedOrder(verdict.rejection));
    },
  );

  test.each([...clearerThanTheBroker])('%s is rejected in clear words', async (name, words) => {
    const verdict = verdicts.find((each) => each.name === name);
    expect(verdict?.rejection).not.toBeNull();

    expect(verdict && (await rejectionOf(verdict))).toContain(words);
  });

  test('the recorded models cover accepted and rejected ones', () => {
    expect(verdicts.filter(({ rejection }) => rejection === null).length).toBeGreaterThan(50);
    expect(verdicts.filter(({ rejection }) => rejection !== null).length).toBeGreaterThan(150);
  });
});
