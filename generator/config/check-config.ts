import { z } from 'zod';

import { targets, type JobwrightConfig } from './config.js';
import type { ConfigFault } from './config-codes.js';
import { nearestName } from './nearest-name.js';
import { unknownRule } from './unknown-rule.js';

const text = z.string().min(1);
const level = z.enum(['off', 'info', 'warning', 'error']);

const configSchema = z.strictObject({
  paths: z.array(text).min(1).optional(),
  out: text.optional(),
  handlers: text.optional(),
  scaffold: z.boolean().optional(),
  tests: text.optional(),
  runtime: text.optional(),
  target: z.enum(targets).optional(),
  rules: z.record(z.string(), level).optional(),
  maxWarnings: z.int().min(0).optional(),
  reporter: z.enum(['pretty', 'json', 'github', 'sarif']).optional(),
  // What is in a plugin is judged where plugins are run.
  plugins: z.array(z.looseObject({ name: text, apiVersion: z.number() })).optional(),
});

/** The keys of a config, as `JobwrightConfig` has them. */
export const configKeys: readonly string[] = Object.keys(configSchema.shape);

/** A config that is sound, or every fault of what was given. */
export type CheckedConfig =
  | { readonly config: JobwrightConfig; readonly faults?: undefined }
  | { readonly config?: undefined; readonly faults: readonly ConfigFault[] };

/** Judges what a config file exports: kinds of values, unknown keys, codes of rules. */
export function checkConfig(value: unknown): CheckedConfig {
  const parsed = configSchema.safeParse(value);
  const faults = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => faultsOf(issue, value)),
    ...ruleFaults(value),
  ];
  if (faults.length > 0) {
    return { faults };
  }
  // The schema has just said that it is one; zod's type lacks `readonly` and the plugin's functions.
  return { config: value as JobwrightConfig };
}

function ruleFaults(value: unknown): readonly ConfigFault[] {
  const rules = recordIn(value, 'rules');
  return Object.keys(rules ?? {}).flatMap((code) => {
    const unknown = unknownRule(code);
    return unknown === undefined
      ? []
      : [{ code: 'CONF435' as const, path: ['rules', code], ...unknown }];
  });
}

function faultsOf(issue: z.core.$ZodIssue, root: unknown): readonly ConfigFault[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = nearestName(key, configKeys);
      return {
        code: 'CONF433' as const,
        path: [...path, key],
        message: `"${key}" is no key of a config.`,
        fix: near === undefined ? `take one of ${configKeys.join(', ')}` : `write "${near}"`,
      };
    });
  }
  const found = valueAt(root, path);
  if (path.length === 0) {
    return [
      {
        code: 'CONF432',
        path,
        message: `The config file exports ${describe(found)}, not a config.`,
        fix: 'write `export default defineConfig({ ... })`',
      },
    ];
  }
  const name = path.map(String).join('.');
  return [
    {
      code: 'CONF434',
      path,
      message: `"${name}" is ${describe(found)}, but ${wanted(issue, path)}.`,
      fix: fixOf(issue, path, found),
    },
  ];
}

function wanted(issue: z.core.$ZodIssue, path: readonly (string | number)[]): string {
  switch (issue.code) {
    case 'invalid_value':
      return `it takes one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_type':
      return issue.expected === 'int'
        ? 'it takes a whole number'
        : `it takes ${article(String(issue.expected))}`;
    case 'too_small':
      return path[0] === 'maxWarnings' ? 'it takes a whole number from 0' : 'it must not be empty';
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  }
}

function fixOf(
  issue: z.core.$ZodIssue,
  path: readonly (string | number)[],
  found: unknown,
): string {
  if (path[0] === 'target' && typeof found === 'number') {
    // 8.10 is the number 8.1: only the author knows which was meant.
    return found === 8.1
      ? `write it as a text: '8.10'`
      : `write it as a text: '${String(found)}', or leave it out`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'array' && typeof found === 'string') {
    return `write [${JSON.stringify(found)}]`;
  }
  return 'correct the value, or leave the key out for its default';
}

function describe(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? 'an empty list' : 'a list';
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  return value === null ? 'null' : article(typeof value);
}

function article(kind: string): string {
  const names: Readonly<Record<string, string>> = {
    array: 'a list',
    record: 'an object',
    string: 'a text',
    boolean: 'true or false',
  };
  return names[kind] ?? (/^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`);
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    root,
  );
}

function recordIn(value: unknown, key: string): object | undefined {
  const found = valueAt(value, [key]);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : undefined;
}
