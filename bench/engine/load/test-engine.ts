/** How long an engine for one test takes inside a process that made one before. */
import { createTestEngine } from '../../../engine/testing.js';
import { median } from '../figures.js';
import { threeTasks } from '../three-tasks.js';
import { report } from './options.js';

const opened: number[] = [];
const deployed: number[] = [];
for (let round = 0; round < 30; round += 1) {
  const start = performance.now();
  const engine = await createTestEngine();
  opened.push(performance.now() - start);
  await engine.deploy({ name: 'three.bpmn', content: threeTasks });
  deployed.push(performance.now() - start);
  await engine.close();
}
report({ opened: median(opened.slice(1)), deployed: median(deployed.slice(1)) });
process.exit(0);
