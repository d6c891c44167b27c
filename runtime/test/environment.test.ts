import { z } from 'zod';
import { EnvironmentError, isRuntimeError, readEnvironment } from '../index.js';

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  DATABASE_URL: z.url({ error: 'expected a postgres:// URL' }),
  API_TOKEN: z.string().min(20, { error: 'expected 20 characters or more' }),
});

describe('readEnvironment', () => {
  test('values are converted, defaults applied, and other variables ignored', () => {
    expect(
      readEnvironment(schema, {
        HOST: '',
        PORT: '8080',
        DATABASE_URL: 'postgres://localhost/x',
        API_TOKEN: 'x'.repeat(20),
        PATH: '/bin',
      }),
    ).toEqual({
      HOST: '127.0.0.1',
      PORT: 8080,
      DATABASE_URL: 'postgres://localhost/x',
      API_TOKEN: 'x'.repeat(20),
    });
  });

  test('every fault is told at once, with the value only where it cannot be a secret', () => {
    let error: unknown;
    try {
      readEnvironment(schema, {
        PORT: '99999',
        DATABASE_URL: 'no url, pass',
        API_TOKEN: 'hunter2',
      });
    } catch (thrown) {
      error = thrown;
    }

    expect(error).toBeInstanceOf(EnvironmentError);
    expect(isRuntimeError(error)).toBe(true);
    const { faults, message } = error as EnvironmentError;
    expect(faults.map((fault) => fault.variable)).toEqual(['PORT', 'DATABASE_URL', 'API_TOKEN']);
    expect(message).toContain('ENVIRONMENT_INVALID');
    expect(message).toContain('"99999"');
    expect(message).toContain('expected a postgres:// URL');
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain('pass');
  });

  test('a variable that is not set is said to be not set', () => {
    expect(() => readEnvironment(z.object({ PORT: z.string() }), {})).toThrow(/PORT: is not set/);
  });
});
