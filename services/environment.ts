import { z } from 'zod';

/** Variables that every service reads. */
export const commonVariables = {
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'expected a URL such as postgresql://user@host:5432/database',
  }),
  BUS_URL: z.url({ protocol: /^amqps?$/, error: 'expected an amqp:// or amqps:// URL' }).optional(),
  LOG_LEVEL: z.string().optional(),
};

const ISO_DURATION = /^P(?!$)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/;

/** An ISO 8601 duration of days, hours, minutes and seconds. */
export const duration = z
  .string()
  .regex(ISO_DURATION, 'expected an ISO 8601 duration such as PT30S');
