import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { generate, readModel, type Source } from '../../generator/index.js';
import { sourceKind } from '../../generator/source.js';
import type { Diagnostic } from '../../model/index.js';

/** What became of one model. */
export type Outcome =
  | { readonly kind: 'generated'; readonly files: readonly GeneratedFile[] }
  | { readonly kind: 'rejected'; readonly errors: readonly Diagnostic[] }
  | { readonly kind: 'crashed'; readonly error: unknown };

/** A generated file; `path` is relative to the model's own output folder. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Generates from one model file and what belongs to it. */
export async function tryModel(file: string): Promise<Outcome> {
  try {
    const sources = await sourcesOf(file);
    const { ok, files, diagnostics } = await generate(sources);
    return ok
      ? { kind: 'generated', files }
      : { kind: 'rejected', errors: diagnostics.filter(({ severity }) => severity === 'error') };
  } catch (error) {
    return { kind: 'crashed', error };
  }
}

/** True when every error says where it is. */
export function hasPlaces(errors: readonly Diagnostic[]): boolean {
  return (
    errors.length > 0 &&
    errors.every(({ place }) => place.file !== '' && place.line >= 1 && place.column >= 1)
  );
}

/** The model, and the sound schemas, decisions, forms and API document beside it. */
async function sourcesOf(file: string): Promise<readonly Source[]> {
  const folder = dirname(file);
  const besides = readdirSync(folder)
    .filter((name) => !['bpmn', undefined].includes(sourceKind(name)))
    .map((name) => read(join(folder, name)));
  const sound: Source[] = [];
  for (const source of besides) {
    const { diagnostics } = await readModel(source);
    if (!diagnostics.some(({ severity }) => severity === 'error')) {
      sound.push(source);
    }
  }
  return [read(file), ...sound];
}

function read(file: string): Source {
  const name = basename(file);
  return { kind: sourceKind(name) ?? 'bpmn', file, path: name, text: readFileSync(file, 'utf8') };
}
