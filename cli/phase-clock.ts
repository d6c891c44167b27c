/** A phase and how long it took; `at` and `took` in milliseconds. */
export interface TimedPhase {
  readonly name: string;
  readonly took: number;
}

/** Measures the phases of a run one after the other by the clock it is given. */
export interface PhaseClock {
  /** The phase before ends here, and this one begins. `a/b` is a part of `a`. */
  begin(phase: string): void;
  /** Milliseconds since the start. */
  elapsed(): number;
  /** The phases so far, the running one included, in the order they first began; repeats added up. */
  phases(): readonly TimedPhase[];
}

/** Starts to measure; the first phase is `start`, from `startedAt` on. */
export function startClock(now: () => number, startedAt: number): PhaseClock {
  const took = new Map<string, number>();
  let current = 'start';
  let since = startedAt;
  const close = (): void => {
    const at = now();
    took.set(current, (took.get(current) ?? 0) + (at - since));
    since = at;
  };
  return {
    begin: (phase) => {
      close();
      current = phase;
    },
    elapsed: () => now() - startedAt,
    phases: () => {
      close();
      return [...took].map(([name, milliseconds]) => ({ name, took: milliseconds }));
    },
  };
}

/** A tree of phases for people: each with its milliseconds and its share, parts under their whole. */
export function timingsTree(phases: readonly TimedPhase[]): string {
  const total = phases.reduce((sum, { took }) => sum + took, 0);
  const groups = new Map<string, TimedPhase[]>();
  for (const phase of phases) {
    const group = phase.name.split('/')[0] ?? phase.name;
    groups.set(group, [...(groups.get(group) ?? []), phase]);
  }
  const lines = [...groups].flatMap(([group, parts]) => {
    const sum = parts.reduce((all, { took }) => all + took, 0);
    const inner = parts.filter(({ name }) => name !== group);
    return [
      row(`  ${group}`, sum, total),
      ...inner.map(({ name, took }) => row(`    ${name.slice(group.length + 1)}`, took, total)),
    ];
  });
  return ['timings:', ...lines, row('  total', total, total)].join('\n');
}

/** `214 ms`, or `2.35 s` from a second on. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(2)} s`;
}

function row(label: string, took: number, total: number): string {
  const share = total === 0 ? 0 : (took / total) * 100;
  return `${label.padEnd(18)} ${took.toFixed(1).padStart(8)} ms ${share.toFixed(0).padStart(4)} %`;
}
