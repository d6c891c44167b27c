/**
 * Thrown when the generator cannot begin: a path that does not exist, a folder without models, an
 * output folder it may not use. Faults of models are diagnostics, never this.
 */
export class GeneratorError extends Error {
  override readonly name = 'GeneratorError';
  readonly code: GeneratorErrorCode;
  /** The path the error is about. */
  readonly where: string;
  /** What to do about it. */
  readonly fix: string;

  constructor(
    code: GeneratorErrorCode,
    text: { readonly message: string; readonly where: string; readonly fix: string },
    options: { readonly cause?: unknown } = {},
  ) {
    super(text.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.where = text.where;
    this.fix = text.fix;
  }
}

/** Codes of `GeneratorError`, described in docs/errors.md. */
export const generatorErrorCodes = {
  CONF411: 'A path to generate from does not exist or cannot be read.',
  CONF412: 'The paths hold no BPMN model and no API document.',
  CONF413: 'The output folder is a file, or holds the sources.',
  CONF414: 'The manifest of the output folder cannot be read.',
  CONF415: 'Another run is changing the output folder.',
  CONF416: 'The output folder holds the current folder, or is a link that leads nowhere.',
  CONF417: 'The output folder cannot be read or changed.',
  CONF418: 'Two files of a deployment have one name.',
  CONF427: 'The version to compare with is no file, no folder and no git ref.',
  CONF428: 'git cannot read the sources of another version.',
} as const;

/** A code of `GeneratorError`. */
export type GeneratorErrorCode = keyof typeof generatorErrorCodes;

/** True for a `GeneratorError`. */
export function isGeneratorError(error: unknown): error is GeneratorError {
  return error instanceof GeneratorError;
}
