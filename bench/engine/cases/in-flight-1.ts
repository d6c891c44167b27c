import type { BenchCase, BenchRow } from '../bench-case.js';
import { median, show } from '../figures.js';
import { measureLoad } from '../measured-load.js';

/** One instance in flight, in process: what a single caller waits. */
export const inFlight1: BenchCase = {
  name: 'in-flight-1',
  run: async ({ bundle, effort, note }) => {
    const rows: BenchRow[] = [];
    for (const [durable, goal] of [
      [true, 2],
      [false, 0.2],
    ] as const) {
      const p50: number[] = [];
      for (let round = 0; round < effort.rounds; round += 1) {
        const program = { command: [bundle.program('load/in-process')] };
        const figures = await measureLoad(program, { ...effort, inFlight: 1, durable });
        p50.push(figures.p50);
        note(
          `${durable ? 'durable' : 'memory'}: p50 ${show(figures.p50)} ms, p99 ${show(figures.p99)} ms, CPU ${show(figures.cpuMs)} ms`,
        );
      }
      rows.push({
        what: `in process, 1 in flight, ${durable ? 'durable' : 'in memory'}, p50`,
        figure: `${show(median(p50))} ms`,
        peer: '',
        ratio: '',
        goal: `<= ${String(goal)} ms`,
        met: median(p50) <= goal,
      });
    }
    return rows;
  },
};
