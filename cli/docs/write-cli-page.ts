// npm run docs:cli
import { readFile, writeFile } from 'node:fs/promises';

import { cliPage } from './cli-page.js';

const page = new URL('../../docs/cli.md', import.meta.url);
await writeFile(page, await cliPage(await readFile(page, 'utf8')));
