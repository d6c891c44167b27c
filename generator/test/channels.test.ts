import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';

import { isRecord, member, type Json } from '../json.js';
import { plan } from '../plan/plan.js';
import type { Source } from '../source.js';
import {
  bpmnSource,
  FIXTURES,
  fixtureSources,
  flowsThrough,
  REPOSITORY,
  schemaSource,
  serviceTask,
} from './fixture.js';

const specification = createRequire(import.meta.url)(
  '@asyncapi/specs/schemas/3.0.0.json',
) as object;

/** Faults of a document by AsyncAPI's own schema. */
function faultsOf(document: Json): readonly unknown[] {
  // The schema brings its own copy of draft-07, under the name that ajv's has.
  const ajv = new Ajv({
    strict: false,
    meta: false,
    validateSchema: false,
    validateFormats: false,
  });
  const validate = ajv.compile(specification);
  return validate(document) ? [] : (validate.errors ?? []);
}

const documents = (
  await Promise.all(
    readdirSync(FIXTURES).map(
      async (name) => [name, (await plan(fixtureSources(name))).bus?.document] as const,
    ),
  )
).flatMap(([name, document]) => (document === undefined ? [] : [[name, document] as const]));
const published = JSON.parse(
  readFileSync(join(REPOSITORY, 'generated', 'asyncapi.json'), 'utf8'),
) as Json;

describe.each([...documents, ['the booking models', published] as const])(
  'the AsyncAPI document of %s',
  (_name, document) => {
    test('is one by the schema of AsyncAPI 3.0', () => {
      expect(faultsOf(document)).toEqual([]);
      expect(faultsOf({ ...(document as object), channels: 7 })).not.toEqual([]);
    });

    test('shows every message by an example that fits', () => {
      const ajv = new Ajv2020({ strict: false });
      addFormatsModule.default(ajv);
      ajv.addSchema(document as object, 'bus');
      const messages = member(member(document, 'components'), 'messages');
      const keys = isRecord(messages) ? Object.keys(messages) : [];
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) {
        const validate = ajv.compile({ $ref: `bus#/components/messages/${key}/payload` });
        const examples = member(member(messages, key), 'examples') as readonly Json[];
        expect([key, examples.map((example) => validate(member(example, 'payload')))]).toEqual([
          key,
          [true],
        ]);
      }
    });
  },
);

describe('channels', () => {
  const channel = (value: string): string =>
    `<zeebe:properties><zeebe:property name="jobwright:channel" value="${value}" /></zeebe:properties>`;
  const sender = (...values: readonly string[]): Source =>
    bpmnSource(
      `<bpmn:startEvent id="s" />\n${values
        .map((value, index) => serviceTask(`t${index}`, `work-${index}`, channel(value)))
        .join('\n')}${flowsThrough('s', ...values.map((_value, index) => `t${index}`))}`,
    );
  const faults = async (...sources: readonly Source[]): Promise<readonly string[]> =>
    (await plan(sources)).diagnostics
      .filter(({ code }) => code.startsWith('API62'))
      .map(({ code, elementId = '', message, place }) =>
        [code, `${place.line}:${place.column}`, elementId, message].join(' '),
      );

  test('are read from what sends and what receives', async () => {
    const { bus } = await plan(fixtureSources('channels'));
    expect(
      bus?.channels.map(({ address, typeName, sentBy, receivedBy }) => [
        address,
        typeName,
        sentBy.map(({ id }) => id),
        receivedBy.map(({ id }) => id),
      ]),
    ).toEqual([
      ['audit', 'Audit', ['AskCarrier', 'Shipped'], []],
      ['carrier/answers', 'CarrierAnswers', [], ['CarrierAnswered']],
      ['carrier/requests', 'CarrierRequests', ['AskCarrier'], []],
      ['orders', 'Orders', [], ['Ordered']],
    ]);
  });

  test('are none where no element names one', async () => {
    expect((await plan([bpmnSource('<bpmn:startEvent id="s" />')])).bus).toBeUndefined();
  });

  test.each(['', ' ', 'a b c', 'a{b}', 'grün', 'x'.repeat(256)])(
    'of the value "%s" are API620',
    async (value) => {
      expect(await faults(sender(value))).toEqual([
        `API620 5:107 t0 "${value}" is no channel: that takes an address, or an address and a schema.`,
      ]);
    },
  );

  test.each(['b.schema.json#/$defs/X', '#/$defs/X', 'model.schema.json#/$defs/Y', '100%#/x'])(
    'with the schema "%s", which is not there, are API621',
    async (reference) => {
      const schema = schemaSource({ $defs: { X: { type: 'string' } } }, 'other.schema.json');
      expect(await faults(schema, sender(`a ${reference}`))).toEqual([
        `API621 5:107 t0 The schema "${reference}" is none that is generated here.`,
      ]);
    },
  );

  test('on what neither sends nor receives are API622', async () => {
    const model = bpmnSource(
      `<bpmn:startEvent id="s" /><bpmn:task id="t"><bpmn:extensionElements>${channel('a')}</bpmn:extensionElements></bpmn:task>${flowsThrough('s', 't')}`,
    );
    expect(await faults(model)).toEqual([
      'API622 4:87 t "t" neither waits for a message with a fixed name nor makes a job with a fixed type.',
    ]);
  });

  test('that would share a name are API623, and the first keeps it', async () => {
    const model = sender('pay-ments', 'payMents', 'pay-ments');
    expect(await faults(model)).toEqual([
      'API623 6:107 t1 The channels "pay-ments" (model.bpmn:5:107) and "payMents" would both be called PayMents.',
    ]);
    expect((await plan([model])).bus?.channels.map(({ sentBy }) => sentBy.length)).toEqual([2]);
  });

  test('keep schemas of one name apart', async () => {
    const schema = { type: 'object', properties: { x: { $ref: '#/$defs/X' } } };
    const own = schemaSource({ ...schema, $defs: { X: { type: 'string' } } });
    const bus = schemaSource({ $defs: { X: { type: 'number' } } }, 'bus.schema.json');
    const model = sender('a', 'b bus.schema.json#/$defs/X');
    const types = (await plan([own, bus, model])).bus?.types;
    expect(types?.map(({ key, schema: type }) => [key, type])).toEqual([
      ['X', { type: 'string' }],
      ['ChannelX', { type: 'number' }],
    ]);
  });
});
