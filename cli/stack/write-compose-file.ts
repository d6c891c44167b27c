// npm run stack:compose
import { writeFile } from 'node:fs/promises';

import { composeFile } from './compose-file.js';

await writeFile(new URL('../../compose.yaml', import.meta.url), composeFile());
