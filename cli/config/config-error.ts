import type { Diagnostic } from '../../model/index.js';

/**
 * Thrown when a config file or a setting is wrong. It carries every fault with its place, in the form
 * of diagnostics, so that each reporter can print them; the command ends with exit code 2.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[], options: { readonly cause?: unknown } = {}) {
    super(diagnostics.map(({ message }) => message).join('\n'), options);
    this.diagnostics = diagnostics;
  }
}
