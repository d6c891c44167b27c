import type { BpmnModel, Diagnostic } from '../../model/index.js';
import { diagnose, type GeneratorCode } from '../codes.js';
import { PLUGIN_API_VERSION, type Plugin, type PluginFinding } from './plugin.js';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'info']);

/** The plugins that can be run, and what is wrong with the others. */
export interface SoundPlugins {
  readonly plugins: readonly Plugin[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Tells plugins that can be run from those that were written for another version or have no name. */
export function soundPlugins(given: readonly Plugin[] = []): SoundPlugins {
  const diagnostics: Diagnostic[] = [];
  const plugins = new Map<string, Plugin>();
  for (const plugin of given) {
    const { name } = plugin;
    // The type says that it is 1; a plugin without types can be anything.
    const version: unknown = plugin.apiVersion;
    if (version !== PLUGIN_API_VERSION) {
      diagnostics.push(
        pluginFinding(
          'PLUG701',
          name,
          `is written for version ${String(version)} of the plugin interface, not ${PLUGIN_API_VERSION}.`,
        ),
      );
    } else if (typeof name !== 'string' || !NAME.test(name) || plugins.has(name)) {
      const why = plugins.has(name) ? 'has the name of another plugin.' : 'has no usable name.';
      diagnostics.push(pluginFinding('PLUG702', name, why));
    } else {
      plugins.set(name, plugin);
    }
  }
  return { plugins: [...plugins.values()], diagnostics };
}

/** What the rules of plugins find in models. A rule that throws or finds nonsense is a finding itself. */
export async function pluginRules(
  plugins: readonly Plugin[],
  models: readonly BpmnModel[],
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const { name, rules = [] } of plugins) {
    for (const rule of rules) {
      try {
        for (const finding of await rule.check(models)) {
          found.push(judged(finding, name, rule.name));
        }
      } catch (error) {
        found.push(
          pluginFinding('PLUG703', name, `failed in its rule "${rule.name}": ${reason(error)}`),
        );
      }
    }
  }
  return found;
}

/** A finding as a diagnostic, or what is wrong with it. */
function judged(finding: PluginFinding, plugin: string, rule: string): Diagnostic {
  const { code, severity, message, fix, place, elementId } = finding;
  const sound =
    typeof code === 'string' &&
    isCodeOf(code, plugin) &&
    SEVERITIES.has(severity) &&
    [message, fix, place.file].every((text) => typeof text === 'string') &&
    [place.line, place.column].every((number) => Number.isInteger(number) && number > 0);
  if (!sound) {
    return pluginFinding(
      'PLUG704',
      plugin,
      `gives the finding ${JSON.stringify({ code, severity, message })} in its rule "${rule}", which is none of its own.`,
    );
  }
  return Object.freeze({
    code,
    severity,
    message,
    fix,
    place,
    ...(elementId === undefined ? {} : { elementId }),
  });
}

/** `DOCS-1` and `DOCS-no-scripts` are codes of the plugin `docs`. */
function isCodeOf(code: string, plugin: string): boolean {
  const prefix = `${plugin.toUpperCase()}-`;
  return (
    code.startsWith(prefix) && /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(code.slice(prefix.length))
  );
}

/** A finding about a plugin. It has no place in a file: a plugin is a value. */
export function pluginFinding(code: GeneratorCode, plugin: unknown, what: string): Diagnostic {
  const name = typeof plugin === 'string' ? plugin : String(plugin);
  return diagnose(code, `The plugin "${name}" ${what}`, {
    place: { file: `plugin ${name}`, line: 1, column: 1 },
  });
}

/** What a plugin threw, in one line. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
}
