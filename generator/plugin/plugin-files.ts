import type { Diagnostic } from '../../model/index.js';
import { isSafePath } from '../compare/safe-path.js';
import type { OutputFile } from '../emit/emit.js';
import type { Plan } from '../plan/plan-types.js';
import { plainLines } from '../sha256.js';
import type { Plugin, PluginEmitter } from './plugin.js';
import { pluginFinding, reason } from './plugin-findings.js';

/** Files of plugins, and what is wrong with those that are left out. */
export interface PluginFiles {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the emitters of plugins make of a plan, beside the files that are there already. An emitter that
 * throws, leaves its place or takes one that is taken is a finding.
 */
export async function pluginFiles(
  plugins: readonly Plugin[],
  plan: Plan,
  ours: readonly OutputFile[],
): Promise<PluginFiles> {
  // On some disks two names that differ by case are one file.
  const taken = new Set(ours.map(({ path }) => path.toLowerCase()));
  const files: OutputFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { name, emitters = [] } of plugins) {
    for (const emitter of emitters) {
      try {
        for (const { path, text } of await emitter.emit(plan)) {
          const fault = faultOf({ path, text }, { name, emitter, taken });
          if (fault === undefined) {
            taken.add(path.toLowerCase());
            files.push({ path, text: plainLines(text) });
          } else {
            diagnostics.push(fault);
          }
        }
      } catch (error) {
        const what = `failed in its emitter "${emitter.name}": ${reason(error)}`;
        diagnostics.push(pluginFinding('PLUG705', name, what));
      }
    }
  }
  return { files, diagnostics };
}

function faultOf(
  { path, text }: { readonly path: unknown; readonly text: unknown },
  place: {
    readonly name: string;
    readonly emitter: PluginEmitter;
    readonly taken: ReadonlySet<string>;
  },
): Diagnostic | undefined {
  const { name, emitter, taken } = place;
  if (typeof path !== 'string' || typeof text !== 'string') {
    const what = `gives something that is no file in its emitter "${emitter.name}".`;
    return pluginFinding('PLUG705', name, what);
  }
  const own =
    path.startsWith(`${name}/`) ||
    (emitter.extensions ?? []).some((ending) => /^\.\w/.test(ending) && path.endsWith(ending));
  if (!isSafePath(path) || !own) {
    const what = `may not write "${path}", as its emitter "${emitter.name}" does.`;
    return pluginFinding('PLUG706', name, what);
  }
  return taken.has(path.toLowerCase())
    ? pluginFinding('PLUG707', name, `writes "${path}", which is written already.`)
    : undefined;
}
