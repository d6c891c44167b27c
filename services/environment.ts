import { z } from 'zod';

const ISO_DURATION = /^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/;

/** An ISO 8601 duration of days, hours, minutes and seconds. */
export const duration = z
  .string()
  .regex(ISO_DURATION, 'expected an ISO 8601 duration such as PT30S');

/** A TCP port. */
export const port = z.coerce.number('expected a TCP port').int().min(0).max(65_535);

/** Variables that every service reads. */
export const commonVariables = {
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'expected a URL such as postgresql://user@host:5432/database',
  }),
  BUS_URL: z.url({ protocol: /^amqps?$/, error: 'expected an amqp:// or amqps:// URL' }).optional(),
  /** User of the broker, where `BUS_URL` holds none: an address is no secret then. */
  BUS_USERNAME: z.string().optional(),
  BUS_PASSWORD: z.string().optional(),
  LOG_LEVEL: z.string().optional(),
  /** Whether to bring the database up to date at the start; `false` where a release has done it. */
  MIGRATE: z.stringbool('expected true or false').default(true),
  /** CloudWatch namespace under which metrics are written to the log; absent means they are not. */
  METRICS_NAMESPACE: z.string().optional(),
};

/** Variables of services without an API. */
export const backgroundVariables = {
  ...commonVariables,
  /** Port on 127.0.0.1 at which health and metrics are served; absent means they are not. */
  HEALTH_PORT: port.optional(),
};

/** Address of Operate's pages, for links in logs and pages. */
export const operateUrl = z
  .url({ protocol: /^https?$/, error: 'expected an http(s) URL' })
  .optional();

/** The address of the broker with its user; undefined without a broker. */
export function busUrlOf(env: {
  readonly BUS_URL?: string | undefined;
  readonly BUS_USERNAME?: string | undefined;
  readonly BUS_PASSWORD?: string | undefined;
}): string | undefined {
  if (env.BUS_URL === undefined || env.BUS_USERNAME === undefined) {
    return env.BUS_URL;
  }
  const url = new URL(env.BUS_URL);
  url.username = encodeURIComponent(env.BUS_USERNAME);
  url.password = encodeURIComponent(env.BUS_PASSWORD ?? '');
  return url.toString();
}
