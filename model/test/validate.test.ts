import { readFileSync } from 'node:fs';
import {
  deploymentErrors,
  readBpmn,
  validate,
  type BpmnModel,
  type ValidateOptions,
} from '../index.js';
import { definitionsOf, raised, readSmall } from './small-model.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`fixtures/${name}.bpmn`, import.meta.url), 'utf8');
const booking = fixture('booking-without-compensation');
const read = (xml: string, file = 'booking.bpmn'): Promise<BpmnModel> => readBpmn(xml, { file });

async function findings(xml: string, options?: ValidateOptions): Promise<readonly string[]> {
  return validate([await read(xml)], options).map(({ code, elementId, place }) =>
    `${String(place.line)} ${code} ${elementId ?? ''}`.trim(),
  );
}

describe('validate', () => {
  test('names every fault of a booking that deploys, at its line, and no other', async () => {
    expect(await findings(booking)).toEqual([
      '3 BPMN150',
      '5 BPMN151 Started',
      '8 BPMN153 Reserve',
      '26 BPMN151 Silent',
      '39 BPMN152 EndSilent',
      '54 BPMN154 Payment',
    ]);
  });

  test('has nothing to say about a model without faults', async () => {
    const sound = fixture('order')
      .replace(
        '<zeebe:output source="=weight" target="parcel.weight" />',
        '<zeebe:output source="=weight" target="parcel.weight" /><zeebe:output source="=id" target="orderId" />',
      )
      .replace('id="Check"', 'id="Check" default="toEnd"')
      .replace(/<bpmn:errorEventDefinition [^>]*>(?=\s*<\/bpmn:endEvent>)/, '');

    expect(await findings(sound)).toEqual([]);
  });

  test('takes a job with a compensation handler for undone', async () => {
    const compensated = booking
      .replace(
        '<bpmn:endEvent id="EndFull"',
        '<bpmn:boundaryEvent id="Undo" attachedToRef="Reserve"><bpmn:compensateEventDefinition id="UndoDefinition" /></bpmn:boundaryEvent><bpmn:serviceTask id="Release" name="Release" isForCompensation="true"><bpmn:extensionElements><zeebe:taskDefinition type="release" /></bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id="EndFull"',
      )
      .replace(
        '</bpmn:process>',
        '<bpmn:association id="undoes" sourceRef="Undo" targetRef="Release" /></bpmn:process>',
      );

    const codes = validate([await read(compensated)]);

    expect(
      codes.filter(({ code, severity }) => code === 'BPMN153' || severity === 'error'),
    ).toEqual([]);
  });

  test('wants the answer of a job undone too when a later step can fail', async () => {
    const laterFailure = booking.replace('attachedToRef="Paid"', 'attachedToRef="Charge"');

    expect(await findings(laterFailure)).toContain('8 BPMN153 Reserve');
  });

  test('takes a variable that a schema declares for written', async () => {
    const declaredVariables = new Map([['booking.bpmn', new Set(['paymentId'])]]);

    const withSchema = await findings(booking, { declaredVariables });
    const withOther = await findings(booking, {
      declaredVariables: new Map([['booking.bpmn', new Set(['bookingId'])]]),
    });

    expect(withSchema.filter((each) => each.includes('BPMN154'))).toEqual([]);
    expect(withOther.filter((each) => each.includes('BPMN154'))).toHaveLength(1);
  });

  test('takes a variable that an output mapping sets for written', async () => {
    const mapped = booking.replace(
      '<zeebe:taskDefinition type="charge" />',
      '<zeebe:taskDefinition type="charge" /><zeebe:ioMapping><zeebe:output source="=id" target="paymentId" /></zeebe:ioMapping>',
    );

    expect((await findings(mapped)).filter((each) => each.includes('BPMN154'))).toEqual([]);
  });

  test.each([
    [
      'in a part that is not read',
      '<choreography id="c">\n<sequenceFlow id="f" sourceRef="gone" targetRef="c" /></choreography>',
      "cvc-id.1: There is no ID/IDREF binding for IDREF 'gone'.",
    ],
    [
      'that is empty',
      '<process id="p" isExecutable="true"><startEvent id="s" />\n<sequenceFlow id="f" sourceRef="" targetRef="s" /></process>',
      "cvc-datatype-valid.1.2.1: '' is not a valid value for 'NCName'.",
    ],
  ])(
    'reports a reference to nothing %s, as the schema does (BPMN109)',
    async (_, content, words) => {
      const xml = definitionsOf(content);

      expect(await raised('BPMN109', xml)).toEqual([
        `f @ <sequenceFlow: The file breaks the BPMN 2.0 schema: ${words}`,
      ]);
      expect(deploymentErrors(await readSmall(xml))).toMatchObject([{ kind: 'file' }]);
    },
  );

  test('reports a reference to nothing once where the reader has better words', async () => {
    const xml = definitionsOf(
      '<process id="p" isExecutable="true"><startEvent id="s" />\n<sequenceFlow id="f" sourceRef="gone" targetRef="s" /></process>',
    );

    expect(await raised('BPMN107', xml)).toHaveLength(1);
    expect(await raised('BPMN109', xml)).toEqual([]);
  });

  test('reports a process id that two files share, in the second (BPMN111)', async () => {
    const models = [await read(booking, 'a.bpmn'), await read(booking, 'b.bpmn')];

    const found = validate(models).filter(({ code }) => code === 'BPMN111');

    expect(found).toMatchObject([{ place: { file: 'b.bpmn', line: 4 }, elementId: 'booking' }]);
    expect(found[0]?.message).toContain('a.bpmn:4:3');
  });

  test('sorts by file, line and column, whatever the order of the models', async () => {
    const [a, b] = [await read(booking, 'a.bpmn'), await read(fixture('order'), 'b.bpmn')];

    expect(validate([b, a])).toEqual(validate([a, b]));
    expect(validate([b, a]).map(({ place }) => place.file)).toEqual([
      ...Array.from({ length: 6 }, () => 'a.bpmn'),
      ...Array.from({ length: 3 }, () => 'b.bpmn'),
    ]);
  });
});
