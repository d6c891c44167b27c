import fc from 'fast-check';

import { Operations } from '../gateway/index.js';
import { Engine, type EngineRecord } from '../index.js';
import { decodeBatches } from '../journal/batch-decoder.js';
import { BatchEncoder } from '../journal/batch-encoder.js';
import { findFrame, readFrame } from '../journal/batch-frame.js';
import { ByteReader } from '../journal/byte-reader.js';
import { FrameGroup } from '../journal/frame-group.js';
import { memoryJournal } from '../journal/index.js';
import { newMarker } from '../journal/segment.js';
import { taskProcess } from './gateway/models.js';

type Batches = readonly (readonly EngineRecord[])[];

const marker = newMarker();

function encode(batches: Batches): Buffer {
  const group = new FrameGroup(new BatchEncoder());
  batches.forEach((batch) => {
    group.add(batch);
  });
  return Buffer.from(group.finish({ marker, durableEnd: 7 }));
}

function decode(bytes: Buffer): Batches {
  const batches: (readonly EngineRecord[])[] = [];
  for (let at = 0; at < bytes.length;) {
    const frame = readFrame(bytes, at, marker);
    expect(frame?.durableEnd).toBe(7);
    at = frame?.end ?? Infinity;
    batches.push(
      ...decodeBatches(new ByteReader(bytes, frame?.payloadStart ?? at, (frame?.end ?? at) - 1)),
    );
  }
  return batches;
}

const plain = (batches: Batches) => JSON.stringify(batches);

function recordWith(value: object, position = 1): EngineRecord {
  return {
    position,
    sourceRecordPosition: -1,
    key: 2 ** 51 + 5,
    recordType: 'EVENT',
    valueType: 'THING',
    intent: 'HAPPENED',
    value,
    rejectionType: 'NULL_VAL',
    rejectionReason: '',
    timestamp: 1_767_225_600_000,
  };
}

async function recordsOfOneInstance(): Promise<Batches> {
  const engine = await Engine.open({ journal: memoryJournal() });
  const batches: (readonly EngineRecord[])[] = [];
  engine.onRecords((batch) => batches.push(batch));
  engine.takeJobs(() => ({
    worker: 'w',
    timeoutMs: 1_000,
    fetchVariables: [],
    take: ({ key }) => void operations.completeJob(key, { done: true }),
  }));
  const operations = new Operations(engine);
  const content = Buffer.from(taskProcess('process', 'work'));
  await operations.deploy([{ name: 'work.bpmn', content }]);
  batches.length = 0;
  const request = {
    bpmnProcessId: 'process',
    version: -1,
    variables: { a: ['"\\\u0000\ud800', 1.5] },
  };
  const options = { fetchVariables: [], timeoutMs: 10_000 };
  await operations.createInstanceWithResult(request, options);
  await operations.completeJob(2 ** 51 + 1_000_000, {}).catch(() => undefined);
  await engine.close();
  return batches;
}

test('batches come back as they were, fields in the same order, rejections too', async () => {
  const batches = await recordsOfOneInstance();
  expect(batches.flat().some(({ recordType }) => recordType === 'COMMAND_REJECTION')).toBe(true);
  const decoded = decode(encode(batches));
  expect(plain(decoded)).toBe(plain(batches));
});

test('records of instances that ran before take a thirtieth of what they are as JSON', async () => {
  const batches = await recordsOfOneInstance();
  const twenty = Array.from({ length: 20 }, () => batches).flat();
  expect(encode(twenty).length).toBeLessThan(plain(twenty).length / 30);
});

test('a value that several records of a batch have is one again when it is read', () => {
  const value = { a: 1 };
  const [batch = []] = decode(encode([[recordWith(value), recordWith(value, 2)]]));
  expect(batch[1]?.value).toBe(batch[0]?.value);
});

const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.string({ minLength: 60, maxLength: 70 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', '0', '-1', ''),
);
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer({ min: -5, max: 300 }),
  fc.integer({ min: 0, max: 1000 }).map((distance) => 2 ** 51 + distance),
  fc.integer({ min: 0, max: 1000 }).map((distance) => 1_767_225_600_000 + distance),
  fc.constantFrom(2 ** 31, -(2 ** 31) - 1, 2 ** 51 + 0.5, 2 ** 53, 2 ** 63, 1e300, -0),
);
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    number,
    hostileText,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(hostileText, tie('value'), { maxKeys: 40 }),
    fc.record({ a: tie('value'), b: tie('value'), c: fc.constantFrom(1, 2) }),
  ),
}));

test('any JSON comes back as it was, whatever its texts and names are', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ value: json }), { minLength: 1, maxLength: 12 }), (values) => {
      const batches = values.map((value, place) => [recordWith(value, place + 1)]);
      expect(decode(encode(batches))).toEqual(batches);
      expect(plain(decode(encode(batches)))).toBe(plain(batches));
    }),
    { numRuns: 500 },
  );
});

test('names of fields are told apart whatever is in them', () => {
  const batches = [{ 'a\u0000b': 1, c: 2 }, { a: 1, 'b\u0000c': 2 }, { 'a","b': 3 }].map(
    (value, place) => [recordWith(value, place + 1)],
  );
  expect(decode(encode(batches))).toEqual(batches);
});

test('fields without a value are left out, and are null in lists, as in JSON', () => {
  const batches = [[recordWith({ a: undefined, b: [undefined, { c: undefined }], d: 1 })]];
  expect(plain(decode(encode(batches)))).toBe(plain(batches));
});

test('a batch that cannot be written leaves those around it whole', () => {
  const group = new FrameGroup(new BatchEncoder());
  const good = (position: number) => [recordWith({ name: `at ${String(position)}` }, position)];
  expect(() => {
    group.add([recordWith({ never: { big: 1n } })]);
  }).toThrow(TypeError);
  group.add(good(1));
  expect(() => {
    group.add([recordWith({ name: 'x', big: 1n }, 2)]);
  }).toThrow(TypeError);
  group.add(good(2));
  expect(decode(group.finish({ marker, durableEnd: 7 }))).toEqual([good(1), good(2)]);
});

test('batches beyond a mebibyte go into frames of their own, each of which can be read alone', () => {
  const batches = [1, 2, 3, 4].map((position) => [
    recordWith({ text: String(position).repeat(700_000) }, position),
  ]);
  const bytes = encode(batches);
  const first = readFrame(bytes, 0, marker);
  expect(first?.end).toBeLessThan(bytes.length);
  expect(decode(bytes.subarray(first?.end))).toEqual(batches.slice(2));
});

test('what a client sends cannot look like a frame: it does not know the marker of the segment', () => {
  const faked = encode([[recordWith({ name: 'faked' })]]).toString('latin1');
  const written = encode([[recordWith({ text: faked })]]);
  expect(findFrame(written, 1, marker)).toBeDefined();
  const segment = newMarker();
  segment.copy(written);
  expect(findFrame(written, 1, segment)).toBeUndefined();
});

test('bytes that are no batches are an error, not a hang', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeBatches(new ByteReader(Buffer.from(bytes), 0, bytes.length));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
});
