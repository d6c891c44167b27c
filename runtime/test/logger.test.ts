import { createLogger, silentLogger, withFields } from '../index.js';

function collecting(level?: string): {
  lines: Record<string, unknown>[];
  logger: ReturnType<typeof createLogger>;
} {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    name: 'test',
    level,
    destination: {
      write: (line: string) => {
        lines.push(JSON.parse(line) as Record<string, unknown>);
      },
    },
  });
  return { lines, logger };
}

describe('logger', () => {
  test('secrets do not reach the log, at the top or nested', () => {
    const { lines, logger } = collecting();

    logger.info(
      {
        password: 'hunter2',
        payment: { token: 'tok_visa' },
        request: { headers: { authorization: 'Bearer x' } },
        variables: { paymentToken: 'tok_visa' },
      },
      'hello',
    );

    expect(JSON.stringify(lines)).not.toMatch(/hunter2|tok_visa|Bearer/);
    expect(lines[0]).toMatchObject({ name: 'test', msg: 'hello', password: '[redacted]' });
  });

  test('hostile text stays inside its line', () => {
    const { lines, logger } = collecting();

    logger.error({ err: new Error('a\n{"level":10,"msg":"forged"}') }, 'x\r\ny');

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ msg: 'x\r\ny', err: { type: 'Error' } });
  });

  test('an unknown level is said and does not silence the log', () => {
    const { lines, logger } = collecting('loud');

    logger.info({}, 'still here');

    expect(lines.map((line) => line.msg)).toEqual(['unknown log level, using info', 'still here']);
  });

  test('withFields adds fields with and without a child method', () => {
    const { lines, logger } = collecting();
    const seen: object[] = [];

    withFields(logger, { jobKey: '1' }).warn({ more: 2 }, 'a');
    withFields({ ...silentLogger, warn: (fields) => seen.push(fields) }, { jobKey: '1' }).warn(
      { more: 2 },
      'b',
    );

    expect(lines[0]).toMatchObject({ jobKey: '1', more: 2 });
    expect(seen).toEqual([{ jobKey: '1', more: 2 }]);
  });
});

describe('a logger that is told where Operate is', () => {
  test('links each line that names a process instance, in itself or in its logger', () => {
    const lines: string[] = [];
    const logger = createLogger({
      name: 'worker',
      operateUrl: 'http://operate.example/operate/',
      destination: { write: (line) => void lines.push(line) },
    });
    logger.info({ processInstanceKey: '1' }, 'own');
    logger.child({ processInstanceKey: '2' }).warn({ more: true }, 'of the logger');
    logger.info({}, 'none');

    expect(
      lines.map((line) => (JSON.parse(line) as { readonly operate?: string }).operate),
    ).toEqual([
      'http://operate.example/operate/processes/1',
      'http://operate.example/operate/processes/2',
      undefined,
    ]);
  });
});
