import type { Reporter } from '../report/report.js';
import { printableLine } from '../report/printable.js';
import type { Settled } from './settle.js';
import { settingKeys, type SettingKey } from './settings.js';

/** What a setting without a value stands for. */
const ABSENT: Readonly<Partial<Record<SettingKey, string>>> = {
  handlers: 'services/worker/handlers where that folder exists and out is the default',
  tests: 'none',
  runtime: 'jobwright/runtime/v1 where it resolves, else a relative path',
  target: 'each model’s own, at least 8.6',
  maxWarnings: 'no limit',
};

/**
 * The settings in force, each with where it comes from, a line a setting; with a reporter for
 * programs, one JSON object: key to `{ value, from }`. Plugins are shown by name.
 */
export function printConfig(settled: Settled, reporter: Reporter): string {
  const rows = settingKeys.map((key) => ({
    key,
    value: shown(settled, key),
    from: settled.origins[key] ?? 'default',
  }));
  if (reporter === 'json') {
    const entries = rows.map(({ key, value, from }) => [key, { value: value ?? null, from }]);
    return JSON.stringify(Object.fromEntries(entries), null, 2);
  }
  const lines = rows.map(({ key, value, from }) => {
    const text = value === undefined ? `(${ABSENT[key] ?? 'none'})` : JSON.stringify(value);
    return [key.padEnd(12), text, from] as const;
  });
  const width = Math.min(60, Math.max(...lines.map(([, text]) => text.length)));
  return lines
    .map(([key, text, from]) => printableLine(`${key} ${text.padEnd(width)}  # ${from}`))
    .join('\n');
}

function shown({ settings }: Settled, key: SettingKey): unknown {
  return key === 'plugins' ? settings.plugins.map(({ name }) => name) : settings[key];
}
