import { dirname, join, relative, sep } from 'node:path';

import type { ScaffoldOptions } from '../emit/scaffold.js';
import type { TestSpecifiers } from '../emit/scaffold-tests.js';
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

/** How files of the folder of tests import the contracts and name the sources. */
export function testSpecifiers(folder: string, options: CompiledOptions): TestSpecifiers {
  const from = (file: string): string => dotted(toSlashes(relative(folder, file)));
  return {
    contractOf: (name) => from(join(options.out, name, 'contract.gen.js')),
    sourceOf: (path) => from(join(dirname(options.out), path)),
  };
}

function dotted(path: string): string {
  return path.startsWith('.') ? path : `./${path}`;
}
