import type { JobwrightConfig, Target } from '../../generator/config/config.js';
import type { Severity } from '../../model/index.js';
import type { Reporter } from '../report/report.js';

/** A diagnostic code's severity, or that its findings are left out. */
export type Level = Severity | 'off';

/** What a run of the generator goes by, every default decided. Paths are as the user would type them. */
export interface Settings {
  readonly paths: readonly string[];
  readonly out: string;
  /** Absent: where the default folder exists. */
  readonly handlers?: string;
  readonly scaffold: boolean;
  readonly tests?: string;
  readonly runtime?: string;
  readonly target?: Target;
  readonly rules: Readonly<Record<string, Level>>;
  readonly maxWarnings?: number;
  readonly reporter: Reporter;
  readonly plugins: NonNullable<JobwrightConfig['plugins']>;
}

/** The defaults, where there is one that is the same everywhere. */
export const defaultSettings = {
  paths: ['bpmn'],
  out: 'generated',
  scaffold: true,
  rules: {},
  reporter: 'pretty',
  plugins: [],
} as const satisfies Settings;

/** The keys of settings, in the order `--print-config` shows them. */
export const settingKeys = [
  'paths',
  'out',
  'handlers',
  'scaffold',
  'tests',
  'runtime',
  'target',
  'rules',
  'maxWarnings',
  'reporter',
  'plugins',
] as const satisfies readonly (keyof Settings)[];

/** One of `settingKeys`. */
export type SettingKey = (typeof settingKeys)[number];

/** Environment variables that stand for settings, each with what it takes. */
export const settingVariables = {
  JOBWRIGHT_PATHS: { key: 'paths', takes: 'paths, with commas between them' },
  JOBWRIGHT_OUT: { key: 'out', takes: 'a folder' },
  JOBWRIGHT_HANDLERS: { key: 'handlers', takes: 'a folder' },
  JOBWRIGHT_SCAFFOLD: { key: 'scaffold', takes: 'true or false' },
  JOBWRIGHT_TESTS: { key: 'tests', takes: 'a folder' },
  JOBWRIGHT_RUNTIME: { key: 'runtime', takes: 'a module specifier' },
  JOBWRIGHT_TARGET: { key: 'target', takes: 'a Camunda version, such as 8.8' },
  JOBWRIGHT_RULES: { key: 'rules', takes: 'CODE=LEVEL, with commas between several' },
  JOBWRIGHT_MAX_WARNINGS: { key: 'maxWarnings', takes: 'a whole number from 0' },
  JOBWRIGHT_REPORTER: { key: 'reporter', takes: 'pretty, json, github or sarif' },
} as const satisfies Readonly<Record<string, { readonly key: SettingKey; readonly takes: string }>>;

/** The name of a variable in `settingVariables`. */
export type SettingVariable = keyof typeof settingVariables;

/** The variable that names the config file, as `--config` does. */
export const CONFIG_VARIABLE = 'JOBWRIGHT_CONFIG';
