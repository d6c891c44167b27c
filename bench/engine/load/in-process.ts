/** The load on an engine in this process, workers included. */
import { closedLoop } from '../closed-loop.js';
import { openInProcess } from '../in-process-engine.js';
import { readOptions, report } from './options.js';

const options = readOptions();
const opened = await openInProcess(options.durable === true);
report(await closedLoop(options, opened.runOne));
await opened.close();
