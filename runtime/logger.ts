import { pino } from 'pino';
import type { DestinationStream, Logger as PinoLogger } from 'pino';
import type { Logger } from './v1.js';

/** Fields that never reach a log line; `*` stands for one level of nesting. */
const SECRET_FIELDS = [
  'password',
  'secret',
  'token',
  'paymentToken',
  'authorization',
  'cookie',
  'connectionString',
] as const;

/** Options of `createLogger`. */
export interface LoggerOptions {
  /** Name of the service; part of every line. */
  readonly name: string;
  /** `trace` to `fatal` or `silent`. @default 'info' */
  readonly level?: string | undefined;
  /** Address of Operate: lines that name a process instance then link to it, as `operate`. */
  readonly operateUrl?: string | undefined;
  /** Where lines go. @default standard output */
  readonly destination?: DestinationStream;
}

const LEVELS: ReadonlySet<string> = new Set([...Object.keys(pino.levels.values), 'silent']);

/** A logger whose `child` adds fields to every line. */
export interface RootLogger extends Logger {
  child(fields: Readonly<Record<string, unknown>>): RootLogger;
  readonly level: string;
}

/**
 * One JSON object a line, with time, level and name. Errors go under `err`. Known secret fields are
 * replaced at any depth up to two. An unknown level falls back to `info`, with a warning line.
 */
export function createLogger(options: LoggerOptions): RootLogger {
  const asked = options.level?.toLowerCase();
  const level = asked !== undefined && LEVELS.has(asked) ? asked : 'info';
  const settings = {
    name: options.name,
    level,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    ...(options.operateUrl === undefined ? {} : { mixin: linkTo(options.operateUrl) }),
  };
  const logger =
    options.destination === undefined ? pino(settings) : pino(settings, options.destination);
  if (asked !== undefined && asked !== '' && asked !== level) {
    logger.warn({ asked }, 'unknown log level, using info');
  }
  return logger;
}

/** Adds the link to a line whose own fields, or those of its logger, name a process instance. */
function linkTo(operateUrl: string): (line: object, level: number, logger: PinoLogger) => object {
  const base = operateUrl.replace(/\/+$/, '');
  return (line: object, _level, logger) => {
    const own: unknown = Reflect.get(line, 'processInstanceKey');
    const key: unknown = own ?? logger.bindings().processInstanceKey;
    return typeof key === 'string' && key !== ''
      ? { operate: `${base}/processes/${encodeURIComponent(key)}` }
      : {};
  };
}

/** The same logger with `fields` on every line; works for any `Logger`, also one without `child`. */
export function withFields(logger: Logger, fields: Readonly<Record<string, unknown>>): Logger {
  if (hasChild(logger)) {
    return logger.child(fields);
  }
  return {
    debug: (more, message) => {
      logger.debug({ ...fields, ...more }, message);
    },
    info: (more, message) => {
      logger.info({ ...fields, ...more }, message);
    },
    warn: (more, message) => {
      logger.warn({ ...fields, ...more }, message);
    },
    error: (more, message) => {
      logger.error({ ...fields, ...more }, message);
    },
  };
}

function hasChild(
  logger: Logger,
): logger is Logger & { child(fields: Readonly<Record<string, unknown>>): Logger } {
  return 'child' in logger && typeof logger.child === 'function';
}

/** Says nothing. For tests and for callers that want no log. */
export const silentLogger: Logger = Object.freeze({
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
});
