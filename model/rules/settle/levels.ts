import type { Diagnostic, Severity } from '../../diagnostic.js';

/** What becomes of a diagnostic: `off` removes it. */
export type Level = 'off' | Severity;

/** The level of each code that is not to keep its own. */
export type Levels = Readonly<Record<string, Level>>;

/** Codes of plugins: `ACME-no-scripts`. */
export function isPluginCode(code: string): boolean {
  return /^[A-Z][A-Z0-9]*-[\w-]+$/.test(code);
}

/**
 * True for a finding that says why a model cannot be deployed or generated: no level and no
 * suppression takes it away. What plugins call an error is theirs to settle.
 */
export function isRejection({ code, severity }: Pick<Diagnostic, 'code' | 'severity'>): boolean {
  return severity === 'error' && !isPluginCode(code);
}

/** A diagnostic at the level of its code; undefined when that is `off`. */
export function atLevel(diagnostic: Diagnostic, levels: Levels): Diagnostic | undefined {
  const level = Object.hasOwn(levels, diagnostic.code) ? levels[diagnostic.code] : undefined;
  if (level === undefined || level === diagnostic.severity || isRejection(diagnostic)) {
    return diagnostic;
  }
  return level === 'off' ? undefined : Object.freeze({ ...diagnostic, severity: level });
}
