import { join, relative, sep } from 'node:path';

import type { ScaffoldOptions } from '../emit/scaffold.js';
import type { CompiledOptions } from '../options.js';
import { runtimeSpecifier } from './runtime-specifier.js';

/** A file as the caller would type it: relative below the current folder, else whole. */
export function displayPath(file: string, cwd: string): string {
  const below = relative(cwd, file);
  return below.startsWith('..') || below === '' ? file : toSlashes(below);
}

/** A path with `/` on every system. */
export function toSlashes(path: string): string {
  return path.split(sep).join('/');
}

/** How files of the handler folder import the contracts and the runtime. */
export function scaffoldSpecifiers(folder: string, options: CompiledOptions): ScaffoldOptions {
  const contract = (name: string): string =>
    dotted(toSlashes(relative(folder, join(options.out, name, 'contract.gen.js'))));
  return {
    contractOf: contract,
    runtime: options.runtime ?? runtimeSpecifier(folder, undefined).specifier,
  };
}

function dotted(path: string): string {
  return path.startsWith('.') ? path : `./${path}`;
}
