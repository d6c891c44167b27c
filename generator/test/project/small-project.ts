import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { GeneratorOptions } from '../../index.js';
import { bpmnSource, flowsThrough, serviceTask, temporaryFolder } from '../fixture.js';

/** The smallest model with a job. */
export function modelText(type: string, id = 'order'): string {
  const nodes = `<bpmn:startEvent id="s" />${serviceTask('t', type)}${flowsThrough('s', 't')}`;
  return bpmnSource(nodes, { id }).text;
}

/** A project in a folder of its own: `models/order.bpmn`, and a place for what runs keep. */
export interface SmallProject {
  readonly path: string;
  readonly options: GeneratorOptions;
  readonly write: (file: string, text: string) => void;
  readonly read: (file: string) => string;
  readonly remove: () => void;
}

export function smallProject(more: Partial<GeneratorOptions> = {}): SmallProject {
  const { path, remove } = temporaryFolder();
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  };
  mkdirSync(join(path, 'node_modules'));
  write('models/order.bpmn', modelText('work'));
  return {
    path,
    options: { paths: ['models'], cwd: path, runtime: 'jobwright/runtime/v1', ...more },
    write,
    read: (file) => readFileSync(join(path, file), 'utf8'),
    remove,
  };
}
