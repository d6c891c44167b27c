/** Thrown when something that a stack is made of is not on this machine; the message says what to install. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
}
