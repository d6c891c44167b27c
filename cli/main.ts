import { readFile } from 'node:fs/promises';

import { runCli } from './run-cli.js';

const { version } = JSON.parse(
  await readFile(new URL('../package.json', import.meta.url), 'utf8'),
) as { readonly version: string };

process.exitCode = await runCli(process.argv.slice(2), {
  version,
  context: {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    env: process.env,
    cwd: process.cwd(),
  },
});
