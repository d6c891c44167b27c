/** How long and how hard a closed loop runs. */
export interface Load {
  /** Instances that are under way at any time. */
  readonly inFlight: number;
  readonly warmMs: number;
  readonly measuredMs: number;
}

/** What a closed loop came to. */
export interface LoopFigures {
  readonly perSecond: number;
  /** Milliseconds from the start of an instance to its result. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of this process' CPU for one instance. */
  readonly cpuMs: number;
  readonly done: number;
}

/** Smallest value that at least `share` of `values` do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Calls `one` again and again, `inFlight` at a time; counts what ends while it measures. */
export async function closedLoop(load: Load, one: () => Promise<unknown>): Promise<LoopFigures> {
  let phase: 'warm' | 'measured' | 'over' = 'warm';
  const times: number[] = [];
  const lane = async (): Promise<void> => {
    while (phase !== 'over') {
      const start = performance.now();
      await one();
      // Read anew: it changes while `one` is under way.
      if ((phase as string) === 'measured') {
        times.push(performance.now() - start);
      }
    }
  };
  const lanes = Promise.all(Array.from({ length: load.inFlight }, lane));
  // A lane that fails must not wait for the end of the measurement to be heard.
  await Promise.race([lanes, pause(load.warmMs)]);
  const cpu = process.cpuUsage();
  const start = performance.now();
  phase = 'measured';
  // Whoever started this program reads the CPU of the server from here on.
  process.stdout.write('measuring\n');
  await Promise.race([lanes, pause(load.measuredMs)]);
  phase = 'over';
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  await lanes;
  return {
    perSecond: times.length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    cpuMs: (used.user + used.system) / 1000 / times.length,
    done: times.length,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
