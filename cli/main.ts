import { GENERATOR_VERSION } from '../generator/version.js';
import { runCli } from './run-cli.js';

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit();
});

process.exitCode = await runCli(process.argv.slice(2), {
  version: GENERATOR_VERSION,
  context: {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    env: process.env,
    cwd: process.cwd(),
    isTerminal: process.stdout.isTTY,
    stdin: async () => {
      if (process.stdin.isTTY) {
        return undefined;
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) {
        // Without an encoding set, a stream of the process gives bytes.
        chunks.push(chunk as Uint8Array);
      }
      return Buffer.concat(chunks).toString('utf8');
    },
  },
});
