/** Child process of the crash test: appends until it is killed, printing each acknowledged position. */
import { writeSync } from 'node:fs';

import { fileJournal } from '../../journal/index.js';
import { batchAt } from './records.js';

const [, , directory = '', segmentBytes] = process.argv;
const journal = fileJournal({ directory, segmentBytes: Number(segmentBytes) });
await journal.recover();
for (let first = 1; ; first += 2) {
  const position = first + 1;
  const done = journal.append(batchAt(first, 'x'.repeat((first * 37) % 4000))).then(
    () => writeSync(1, `${position}\n`),
    (error: unknown) => {
      writeSync(2, `${error instanceof Error ? `${error.name} ${error.message}` : ''}\n`);
      process.exit(3);
    },
  );
  if (first % 11 === 0) {
    await done;
    if (first % 1331 === 0) {
      await journal.snapshot(position, { position });
    }
  }
}
