import type { BenchCase, BenchRow } from '../bench-case.js';
import { startChild } from '../child.js';
import { show, times } from '../figures.js';

const names = {
  begun: 'start of an instance with job, timer, message',
  activation: 'activation of one job',
  completion: 'completion of a job',
  message: 'correlation of a message',
  timer: 'a timer that comes due',
} as const;
type Figures = Readonly<Record<keyof typeof names, number>>;

/** Most that the largest state may take, as a multiple of the smallest. */
const goal = 2;

/** Single commands beside 1 k, 10 k and 100 k waiting instances. */
export const lookUps: BenchCase = {
  name: 'look-ups',
  run: async ({ bundle, effort, note }) => {
    const found: Figures[] = [];
    for (const size of effort.sizes) {
      const command = [process.execPath, bundle.program('load/look-ups'), String(size)];
      const line = await startChild(command).line(/^figures /);
      // Printed by the program.
      const figures = JSON.parse(line.slice('figures '.length)) as Figures;
      found.push(figures);
      note(`${show(size)} waiting: ${JSON.stringify(figures)}`);
    }
    return Object.keys(names).map((key): BenchRow => {
      const name = key as keyof typeof names;
      const figures = found.map((one) => one[name]);
      const ratio = (figures.at(-1) ?? NaN) / (figures[0] ?? NaN);
      return {
        what: `${names[name]}, beside ${effort.sizes.map(show).join(' / ')} waiting`,
        figure: `${figures.map(show).join(' / ')} us`,
        peer: 'the smallest',
        ratio: times(ratio),
        goal: `<= ${times(goal)}`,
        met: ratio <= goal,
      };
    });
  },
};
