/** Child process of the kill test: places orders at an engine until it is killed, printing each that was answered. */
import { writeSync } from 'node:fs';

import { Engine } from '../../index.js';
import { fileJournal } from '../../journal/index.js';
import { byMessage, placeOrder } from './order-process.js';

const [, , directory = '', first = '0'] = process.argv;
const engine = await Engine.open({
  journal: fileJournal({ directory, segmentBytes: 2 ** 18 }),
  snapshotEvery: 500,
});
if (engine.queries.definitions().length === 0) {
  await engine.execute(byMessage);
}
for (let place = Number(first); ; place += 1) {
  const id = `order-${place}`;
  const placed = engine.execute(placeOrder(id)).then(() => writeSync(1, `${id}\n`));
  if (place % 7 === 0) {
    await placed;
    const [job] = engine.queries.jobs('pack');
    if (job !== undefined) {
      await engine.execute({ valueType: 'JOB', intent: 'COMPLETE', key: job.key, value: {} });
      writeSync(1, `${job.key}\n`);
    }
  }
}
