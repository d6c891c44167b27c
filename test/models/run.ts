import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { formatPlace } from '../../model/index.js';
import { compile, compilers, writeFiles } from './compile.js';
import { hasPlaces, tryModel } from './try-model.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Finds no more than this many examples of one fault worth printing. */
const SHOWN = 20;

const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const verbose = process.argv.includes('--verbose');
if (folders.length === 0) {
  print('usage: npm run test:models -- <folder or model>.. [--verbose]');
  process.exitCode = 2;
} else {
  process.exitCode = await run(folders.flatMap((folder) => modelsBelow(resolve(folder))).sort());
}

async function run(models: readonly string[]): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), 'jobwright-models-'));
  try {
    const count = { generated: 0, rejected: 0, crashed: 0, placeless: 0 };
    const names = new Map<string, string>();
    for (const [index, file] of models.entries()) {
      const name = relative('', file);
      const outcome = await tryModel(file);
      if (outcome.kind === 'generated') {
        count.generated += 1;
        const folder = `m${String(index)}`;
        names.set(folder, name);
        writeFiles(join(out, folder), outcome.files);
      } else if (outcome.kind === 'crashed') {
        count.crashed += 1;
        const { error } = outcome;
        print(`crashed: ${name}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      } else {
        const [first] = outcome.errors;
        const placed = hasPlaces(outcome.errors);
        count[placed ? 'rejected' : 'placeless'] += 1;
        if ((!placed || verbose) && first !== undefined) {
          print(
            `rejected: ${name}: ${formatPlace(first.place)} ${first.code}: ${JSON.stringify(first.message)}`,
          );
        }
      }
      if ((index + 1) % 100 === 0) {
        process.stderr.write(`${String(index + 1)} of ${String(models.length)}\n`);
      }
    }
    const broken = count.generated === 0 ? new Set<string>() : compileAll(out, names);
    print(
      `${String(models.length)} models, ${String(count.generated)} generated, ` +
        `${String(count.rejected)} rejected with a place, ${String(count.crashed)} crashed, ` +
        `${String(broken.size)} did not compile`,
    );
    if (count.placeless > 0) {
      print(`${String(count.placeless)} rejected without a place`);
    }
    return count.crashed + count.placeless + broken.size === 0 && models.length > 0 ? 0 : 1;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Compiles with every release; returns the models whose code did not compile with one of them. */
function compileAll(out: string, names: ReadonlyMap<string, string>): ReadonlySet<string> {
  const broken = new Set<string>();
  for (const compiler of compilers) {
    const errors = compile(out, { root: ROOT, compiler });
    for (const [index, line] of errors.entries()) {
      const [folder = ''] = line.split('/');
      const name = names.get(folder) ?? folder;
      broken.add(name);
      if (index < SHOWN) {
        print(`TypeScript ${compiler.version}: ${name}: ${line}`);
      }
    }
    process.stderr.write(`TypeScript ${compiler.version}: ${String(errors.length)} errors\n`);
  }
  return broken;
}

function modelsBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' ? [] : modelsBelow(inner);
    }
    return entry.isFile() && /\.bpmn2?$/i.test(entry.name) ? [inner] : [];
  });
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
