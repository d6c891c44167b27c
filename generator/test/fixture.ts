import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { emit, type OutputFile } from '../emit/emit.js';
import { plan } from '../plan/plan.js';
import type { Plan } from '../plan/plan-types.js';
import { sourceKind, type Source } from '../source.js';

/** The folder of the tests. */
export const HERE = fileURLToPath(new URL('.', import.meta.url));
export const FIXTURES = join(HERE, 'fixtures');
export const REPOSITORY = join(HERE, '..', '..');

/** The sources of a fixture folder, by value. */
export function fixtureSources(name: string): readonly Source[] {
  const folder = join(FIXTURES, name);
  return readdirSync(folder).flatMap((file) => {
    const kind = sourceKind(file);
    const text = kind === undefined ? '' : readFileSync(join(folder, file), 'utf8');
    return kind === undefined
      ? []
      : [{ kind, file: `${name}/${file}`, path: `${name}/${file}`, text }];
  });
}

/** A BPMN source of process contents, in the smallest document around them. */
export function bpmnSource(
  contents: string,
  options: { readonly root?: string; readonly file?: string; readonly id?: string } = {},
): Source {
  const { root = '', file = 'model.bpmn', id = 'order' } = options;
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="d" targetNamespace="t" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
<bpmn:process id="${id}" isExecutable="true">
${contents}
</bpmn:process>
${root}
</bpmn:definitions>`;
  return { kind: 'bpmn', file, path: file, text };
}

/** A service task of a job type. */
export function serviceTask(id: string, type: string, extensions = ''): string {
  return `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" />${extensions}</bpmn:extensionElements></bpmn:serviceTask>`;
}

/** A straight line of flows through nodes. */
export function flowsThrough(...ids: readonly string[]): string {
  return ids
    .slice(1)
    .map(
      (id, index) =>
        `<bpmn:sequenceFlow id="${ids[index]}_${id}" sourceRef="${ids[index]}" targetRef="${id}" />`,
    )
    .join('\n');
}

/** A schema document beside `model.bpmn`. */
export function schemaSource(schema: object, file = 'model.schema.json'): Source {
  return { kind: 'schema', file, path: file, text: JSON.stringify(schema) };
}

/** The single process of a plan. */
export async function planOne(...sources: readonly Source[]): Promise<Plan['processes'][number]> {
  const [process] = (await plan(sources)).processes;
  if (process === undefined) {
    throw new Error('the plan has no process');
  }
  return process;
}

/** Everything that is generated from sources, with the package's own runtime specifier. */
export async function emitAll(sources: readonly Source[]): Promise<readonly OutputFile[]> {
  return emit(await plan(sources), { runtime: () => 'jobwright/runtime/v1' });
}

/** A folder of its own, with a fixture in it when one is named; `remove` it afterwards. */
export function temporaryFolder(fixture?: string): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'jobwright-generator-'));
  if (fixture !== undefined) {
    cpSync(join(FIXTURES, fixture), join(path, 'models'), { recursive: true });
  }
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
