/** Thrown when the local PostgreSQL cannot be made or started; the message says what to do. */
export class PostgresStartError extends Error {
  override readonly name = 'PostgresStartError';
}
