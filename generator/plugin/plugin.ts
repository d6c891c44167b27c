import type { BpmnModel, Place, Severity } from '../../model/index.js';
import type { OutputFile } from '../emit/emit.js';
import type { Plan } from '../plan/plan-types.js';

/** Version of the interface between generator and plugins. */
export const PLUGIN_API_VERSION = 1;

/** Something a rule of a plugin found. */
export interface PluginFinding {
  /** Starts with the plugin's name in capitals and a dash, such as `DOCS-1`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  readonly place: Place;
  readonly elementId?: string;
}

/** Emits files of a plan; a pure function: the same files for the same plan. */
export interface PluginEmitter {
  /** Named in diagnostics about this emitter. */
  readonly name: string;
  /**
   * Endings of files, such as `.md`, that it may put beside generated ones. Everything else goes into
   * the folder named like the plugin. @default none
   */
  readonly extensions?: readonly string[];
  readonly emit: (plan: Plan) => readonly OutputFile[] | Promise<readonly OutputFile[]>;
}

/** Judges models; a pure function: the same findings for the same models. */
export interface PluginRule {
  /** Named in diagnostics about this rule. */
  readonly name: string;
  readonly check: (
    models: readonly BpmnModel[],
  ) => readonly PluginFinding[] | Promise<readonly PluginFinding[]>;
}

/** A plugin: emitters and rules under one name. */
export interface Plugin {
  /** Lower-case letters, digits and dashes; the name of its folder in the output. */
  readonly name: string;
  readonly apiVersion: typeof PLUGIN_API_VERSION;
  readonly emitters?: readonly PluginEmitter[];
  readonly rules?: readonly PluginRule[];
}

/** Returns the plugin as it is, with its type. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
