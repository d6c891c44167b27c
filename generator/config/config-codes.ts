/**
 * Codes of faults in the config file, in environment variables and in what a command is given, each
 * with a summary for docs/errors.md. All of them end a command with exit code 2.
 */
export const configCodes = {
  CONF430: 'The config file does not exist or cannot be read.',
  CONF431: 'The config file cannot be loaded: its syntax is wrong, or it throws.',
  CONF432: 'The config file exports no config.',
  CONF433: 'The config has a key that is none.',
  CONF434: 'A value of the config is of the wrong kind.',
  CONF435: 'A level is set for a diagnostic code that does not exist.',
  CONF436: 'An environment variable has a value that its setting cannot take.',
  CONF437: 'An option has a value that it cannot take.',
  CONF438: 'A model on standard input cannot be read.',
  CONF439: 'There are several config files in one folder.',
} as const;

/** One of the codes in `configCodes`. */
export type ConfigCode = keyof typeof configCodes;

/** A fault of a config, by the keys that lead to it. */
export interface ConfigFault {
  readonly code: ConfigCode;
  /** Keys and list positions from the top; empty for the whole config. */
  readonly path: readonly (string | number)[];
  /** What is wrong and why, as a sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}
