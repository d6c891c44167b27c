/** Thrown when a text is not a FEEL expression, or is larger than the engine accepts. */
export class FeelSyntaxError extends Error {
  override readonly name = 'FeelSyntaxError';
  /** The whole text that was refused. */
  readonly text: string;
  /** Offset of the first wrong UTF-16 code unit in `text`, 0-based. */
  readonly offset: number;

  constructor(message: string, place: { readonly text: string; readonly offset: number }) {
    super(message);
    this.text = place.text;
    this.offset = place.offset;
  }
}

/** Whether a thrown value is a {@link FeelSyntaxError}. */
export function isFeelSyntaxError(error: unknown): error is FeelSyntaxError {
  return error instanceof FeelSyntaxError;
}
