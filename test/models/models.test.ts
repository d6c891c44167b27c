import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { compile, compilers, writeFiles } from './compile.js';
import { hasPlaces, tryModel } from './try-model.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const booking = join(ROOT, 'bpmn/ticket-booking.bpmn');

/** Start, one job, end. */
const smallModel = (id: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:serviceTask id="work"><bpmn:extensionElements><zeebe:taskDefinition type="work" /></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:endEvent id="end" />
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="work" />
    <bpmn:sequenceFlow id="b" sourceRef="work" targetRef="end" />
  </bpmn:process>
</bpmn:definitions>`;

describe('trying models', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jobwright-models-test-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('the booking model generates code that compiles with every supported TypeScript', async () => {
    const outcome = await tryModel(booking);
    if (outcome.kind !== 'generated') {
      throw new Error(`the booking model was ${outcome.kind}`);
    }
    writeFiles(folder, outcome.files);
    for (const compiler of compilers) {
      expect(compile(folder, { root: ROOT, compiler })).toEqual([]);
    }
  }, 120_000);

  test('processes named like types of the runtime generate code that compiles', async () => {
    const names =
      'UserTask ProcessClient ApiProblem ProcessInquiry RequestMemory JobHandler client';
    for (const name of names.split(' ')) {
      const file = join(folder, `${name}.bpmn`);
      writeFileSync(file, smallModel(name));
      const outcome = await tryModel(file);
      if (outcome.kind !== 'generated') {
        throw new Error(`${name} was ${outcome.kind}`);
      }
      writeFiles(join(folder, name), outcome.files);
    }
    for (const compiler of compilers) {
      expect(compile(folder, { root: ROOT, compiler })).toEqual([]);
    }
  }, 120_000);

  test('code that does not compile is told with its file', () => {
    writeFiles(folder, [{ path: 'm0/a.gen.ts', text: 'export const a: string = 1;\n' }]);
    for (const compiler of compilers) {
      expect(compile(folder, { root: ROOT, compiler })).toEqual([
        expect.stringMatching(/^m0\/a\.gen\.ts\(1,14\): error TS2322/),
      ]);
    }
  }, 120_000);

  test('a model that is no model is rejected with a place', async () => {
    const file = join(folder, 'broken.bpmn');
    writeFileSync(file, '<bpmn:definitions');
    const outcome = await tryModel(file);
    expect(outcome.kind).toBe('rejected');
    expect(outcome.kind === 'rejected' && hasPlaces(outcome.errors)).toBe(true);
  });

  test('an error without a place is told apart', () => {
    expect(hasPlaces([])).toBe(false);
    const place = { file: 'a.bpmn', line: 0, column: 0 };
    const error = { code: 'X', severity: 'error', message: '', fix: '', place } as const;
    expect(hasPlaces([error])).toBe(false);
  });
});
