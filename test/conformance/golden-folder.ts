import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBpmn, readDmn } from '../../model/index.js';
import type { TraceRecord } from './trace.js';
import { isObject, parseTrace } from './trace.js';

/** A file that can be deployed. */
export interface Resource {
  readonly name: string;
  readonly text: string;
}

/** A recorded case: the stream and everything that must be deployed before it. */
export interface GoldenCase {
  readonly name: string;
  readonly trace: readonly TraceRecord[];
  /** The case's own model last; before it the resources it refers to. */
  readonly resources: readonly Resource[];
}

interface Indexed extends Resource {
  /** Ids of the processes and decisions in it. */
  readonly defines: readonly string[];
  /** Ids of the processes and decisions it mentions. */
  readonly mentions: readonly string[];
}

const SUFFIX = '.records.jsonl';

/**
 * Reads every `NAME.bpmn` with its `NAME.records.jsonl` of a folder, sorted by name.
 * @throws when the folder cannot be read, or a stream has no model
 */
export async function readGoldenFolder(folder: string): Promise<readonly GoldenCase[]> {
  const names = (await readdir(folder)).sort();
  const resources = await Promise.all(
    names
      .filter((name) => /\.(bpmn|dmn)$/.test(name))
      .map(async (name) => index({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  return Promise.all(
    names
      .filter((name) => name.endsWith(SUFFIX))
      .map(async (file) => {
        const name = file.slice(0, -SUFFIX.length);
        const trace = parseTrace(await readFile(join(folder, file), 'utf8'), file);
        return { name, trace, resources: choose({ name, trace, resources }) };
      }),
  );
}

async function index(resource: Resource): Promise<Indexed> {
  const { name: file, text } = resource;
  if (file.endsWith('.dmn')) {
    const { decisions } = await readDmn(text, { file });
    return { ...resource, defines: decisions.map((each) => each.id), mentions: [] };
  }
  const { processes } = await readBpmn(text, { file });
  const mentioned = text.matchAll(/(?:processId|decisionId)="([^"=][^"]*)"/g);
  return {
    ...resource,
    defines: processes.map((each) => each.id),
    mentions: [...mentioned].flatMap((match) => match[1] ?? []),
  };
}

/** The case's model, what it mentions, and what the stream shows to have taken part. */
function choose(given: {
  readonly name: string;
  readonly trace: readonly TraceRecord[];
  readonly resources: readonly Indexed[];
}): readonly Resource[] {
  const own = given.resources.find((each) => each.name === `${given.name}.bpmn`);
  if (own === undefined) {
    throw new Error(`${given.name}${SUFFIX} has no model: ${given.name}.bpmn is not in the folder`);
  }
  const chosen = new Set<Indexed>([own]);
  const add = (id: string): void => {
    if ([...chosen].some((each) => each.defines.includes(id))) {
      return;
    }
    const found = given.resources.find((each) => each.defines.includes(id));
    if (found !== undefined) {
      chosen.add(found);
      found.mentions.forEach(add);
    }
  };
  own.mentions.forEach(add);
  idsOf(given.trace).forEach(add);
  return [...chosen].reverse();
}

function idsOf(trace: readonly TraceRecord[]): readonly string[] {
  const ids = new Set<string>();
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(collect);
    } else if (isObject(value)) {
      for (const [name, each] of Object.entries(value)) {
        const isId = name === 'bpmnProcessId' || name === 'decisionId';
        if (isId && typeof each === 'string' && each !== '') {
          ids.add(each);
        } else if (name !== 'variables') {
          collect(each);
        }
      }
    }
  };
  for (const record of trace) {
    collect(record.value);
  }
  return [...ids];
}
