/** Ends a walk that no test can take, or that planning cannot see through; the message says why. */
export class OpenEnd extends Error {
  override readonly name = 'OpenEnd';
}

/** Makes a walk start anew, since a value was found that has to be given earlier. */
export class Retry extends Error {
  override readonly name = 'Retry';
}
