import pg from 'pg';

/** Of SQLSTATE: connection exceptions, a server that shuts down or starts, no connection left. */
const OUTAGE = /^(08|57P0[123]$|53300$)/;
/** Of Node: nobody listens, or the connection broke. */
const BROKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);
/** Of node-postgres, which gives these no code. */
const SAID =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client (was closed|has encountered))/;

/** True when an error says that the database is away, and nothing of what was asked of it. */
export function isOutage(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) {
    return OUTAGE.test(error.code ?? '');
  }
  if (error instanceof AggregateError) {
    return error.errors.length > 0 && error.errors.every(isOutage);
  }
  if (typeof error !== 'object' || error === null) {
    return false;
  }
  const code: unknown = Reflect.get(error, 'code');
  const message: unknown = Reflect.get(error, 'message');
  return (
    (typeof code === 'string' && BROKEN.has(code)) ||
    (typeof message === 'string' && SAID.test(message))
  );
}
