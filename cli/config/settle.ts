import { isAbsolute, join, relative, sep } from 'node:path';

import type { ConfigCode } from '../../generator/config/config-codes.js';
import { keyPlace } from '../../generator/config/key-place.js';
import { nearestName } from '../../generator/config/nearest-name.js';
import { CliError } from '../cli-error.js';
import type { LoadedConfig } from './load-config.js';
import {
  readBoolean,
  readCount,
  readReporter,
  readRules,
  readTarget,
  readText,
  readTexts,
  type Read,
} from './setting-values.js';
import {
  CONFIG_VARIABLE,
  defaultSettings,
  settingVariables,
  type SettingKey,
  type Settings,
  type SettingVariable,
} from './settings.js';

/** Settings given on the command line; those not given are absent. */
export type GivenSettings = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

/** Settings, each with where its value comes from: `--out`, `JOBWRIGHT_OUT`, a place in the config. */
export interface Settled {
  readonly settings: Settings;
  readonly origins: Readonly<Partial<Record<SettingKey, string>>>;
  /** Variables that look like settings but are none. */
  readonly notes: readonly string[];
}

/** What settings are made from, weakest last. */
export interface SettingSources {
  readonly flags: GivenSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: LoadedConfig | undefined;
  readonly cwd: string;
}

/**
 * Decides each setting: a flag wins over an environment variable, that over the config file, that over
 * the default. Levels of rules are joined code by code.
 * @throws CliError for a variable whose value its setting cannot take
 */
export function settle({ flags, env, file, cwd }: SettingSources): Settled {
  const fromEnv = readEnvironment(env);
  const fromFile = file === undefined ? {} : fileSettings(file, cwd);
  const layers = [defaultSettings, fromFile, fromEnv.given, flags].map(withoutAbsent);
  const rules = Object.assign({}, ...layers.map((layer) => layer.rules)) as Settings['rules'];
  // The defaults hold every key that has to be there, so their merge with anything is complete.
  const settings = { ...Object.assign({}, ...layers), rules } as Settings;
  const origins: Partial<Record<SettingKey, string>> = {};
  for (const key of keysOf(settings)) {
    origins[key] = originOf(key, { flags, env: fromEnv, file });
  }
  return { settings, origins, notes: strangeVariables(env) };
}

function originOf(
  key: SettingKey,
  from: {
    readonly flags: GivenSettings;
    readonly env: EnvironmentSettings;
    readonly file: LoadedConfig | undefined;
  },
): string {
  const { flags, env, file } = from;
  const filePlace =
    file?.config[key] === undefined
      ? []
      : [`${file.file}:${String(keyPlace(file.text, [key]).line)}`];
  const origins = [
    ...(flags[key] === undefined ? [] : [key === 'paths' ? 'command line' : flagOf(key)]),
    ...(env.given[key] === undefined ? [] : [env.variables[key] ?? '']),
    ...filePlace,
  ];
  // Levels of rules come from all of them, other settings from the first.
  return key === 'rules' && origins.length > 0 ? origins.join(', ') : (origins[0] ?? 'default');
}

function flagOf(key: SettingKey): string {
  return key === 'rules' ? '--rule' : `--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`;
}

interface EnvironmentSettings {
  readonly given: GivenSettings;
  readonly variables: Readonly<Partial<Record<SettingKey, SettingVariable>>>;
}

function readEnvironment(env: SettingSources['env']): EnvironmentSettings {
  const variables: Partial<Record<SettingKey, SettingVariable>> = {};
  const take = <Value>(
    name: SettingVariable,
    read: (text: string) => Read<Value>,
  ): Value | undefined => {
    const text = env[name];
    if (text === undefined || text === '') {
      return undefined;
    }
    const { value, why } = read(text);
    if (why !== undefined) {
      throw refusedValue('CONF436', name, text, { why, takes: settingVariables[name].takes });
    }
    variables[settingVariables[name].key] = name;
    return value;
  };
  const given: GivenSettings = {
    paths: take('JOBWRIGHT_PATHS', readTexts),
    out: take('JOBWRIGHT_OUT', readText),
    handlers: take('JOBWRIGHT_HANDLERS', readText),
    scaffold: take('JOBWRIGHT_SCAFFOLD', readBoolean),
    tests: take('JOBWRIGHT_TESTS', readText),
    runtime: take('JOBWRIGHT_RUNTIME', readText),
    target: take('JOBWRIGHT_TARGET', readTarget),
    rules: take('JOBWRIGHT_RULES', readRules),
    maxWarnings: take('JOBWRIGHT_MAX_WARNINGS', readCount),
    reporter: take('JOBWRIGHT_REPORTER', readReporter),
  };
  return { given, variables };
}

/** A value that an option or a variable cannot take, as an error for the user. */
export function refusedValue(
  code: ConfigCode,
  where: string,
  value: string,
  text: { readonly why: string; readonly takes: string },
): CliError {
  return new CliError({
    code,
    what: `${where} cannot be "${value}"`,
    where,
    why: text.why,
    fix: `give it ${text.takes}, or leave it out`,
  });
}

/** Relative paths of the file start from its folder; here they start from the current one. */
function fileSettings({ config, folder }: LoadedConfig, cwd: string): GivenSettings {
  const moved = (path: string): string =>
    isAbsolute(path) || folder === cwd ? path : fromHere(join(folder, path), cwd);
  const { paths, out, handlers, tests, ...rest } = config;
  return {
    ...rest,
    paths: paths?.map(moved),
    out: out === undefined ? undefined : moved(out),
    handlers: handlers === undefined ? undefined : moved(handlers),
    tests: tests === undefined ? undefined : moved(tests),
  };
}

function fromHere(path: string, cwd: string): string {
  const here = relative(cwd, path);
  return here === '' ? '.' : here.split(sep).join('/');
}

function strangeVariables(env: SettingSources['env']): readonly string[] {
  const known = [...Object.keys(settingVariables), CONFIG_VARIABLE];
  return Object.keys(env)
    .filter((name) => name.startsWith('JOBWRIGHT_') && !known.includes(name))
    .sort()
    .flatMap((name) => {
      const near = nearestName(name, known);
      return near === undefined ? [] : [`${name} is no setting; ${near} is one`];
    });
}

function withoutAbsent(given: GivenSettings): GivenSettings {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function keysOf(settings: Settings): readonly SettingKey[] {
  return Object.keys(settings) as readonly SettingKey[];
}
