import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { composeFile, containerCheck } from '../stack/compose-file.js';
import { partOf } from '../stack/description.js';
import { REPOSITORY } from './fake-context.js';

const run = promisify(execFile);

test('compose.yaml is what the description says; `npm run stack:compose` writes it', () => {
  expect(readFileSync(join(REPOSITORY, 'compose.yaml'), 'utf8')).toBe(composeFile());
});

test.each([
  [200, true],
  [503, false],
])('the health check of a container takes %s as %s', async (status, healthy) => {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    const { port } = server.address() as AddressInfo;
    const [, program = '', ...args] = containerCheck(partOf('booking')) ?? [];
    const here = args.map((word) => word.replace('/3000', `/${String(port)}`));
    const good = await run(program, here).then(
      () => true,
      () => false,
    );

    expect(good).toBe(healthy);
    expect(paths).toEqual(['/health/ready']);
  } finally {
    server.close();
  }
});
