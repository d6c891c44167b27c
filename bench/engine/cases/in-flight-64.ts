import type { BenchCase, BenchContext, BenchRow } from '../bench-case.js';
import { median, show, times } from '../figures.js';
import { measureLoad, type LoadFigures, type LoadProgram } from '../measured-load.js';
import { startEngine, startNullGateway } from '../servers.js';

const inFlight = 64;

type Name = 'sdk-null' | 'sdk' | 'own' | 'in-process' | 'sdk-broker';
type Round = Partial<Record<Name, LoadFigures>>;

/** 64 instances in flight, each command durable: through the SDK, the own transport, in process. */
export const inFlight64: BenchCase = {
  name: 'in-flight-64',
  run: async (context) => {
    const { bundle, broker } = context;
    const engine = await startEngine(true);
    const nothing = await startNullGateway(bundle);
    try {
      const sdk = [bundle.program('load/sdk')];
      const programs: readonly (readonly [Name, LoadProgram])[] = [
        ['sdk-null', { command: sdk, server: nothing }],
        ['sdk', { command: sdk, server: engine }],
        ['own', { command: [bundle.program('load/transport')], server: engine }],
        ['in-process', { command: [bundle.program('load/in-process')] }],
        ...(broker === undefined
          ? []
          : [['sdk-broker', { command: sdk, server: broker }] as const]),
      ];
      return rows(await measureRounds(programs, context), broker !== undefined);
    } finally {
      await nothing.stop();
      await engine.stop();
    }
  },
};

async function measureRounds(
  programs: readonly (readonly [Name, LoadProgram])[],
  { effort, note }: BenchContext,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (let number = 1; number <= effort.rounds; number += 1) {
    const round: Round = {};
    for (const [name, program] of programs) {
      const figures = await measureLoad(program, { ...effort, inFlight, durable: true });
      round[name] = figures;
      note(
        `round ${String(number)} ${name}: ${show(figures.perSecond)}/s, p50 ${show(figures.p50)} ms, ` +
          `CPU ${show(figures.cpuMs)} + ${show(figures.serverCpuMs)} ms`,
      );
    }
    rounds.push(round);
  }
  return rounds;
}

function rows(rounds: readonly Round[], withBroker: boolean): readonly BenchRow[] {
  const rates = (name: Name): readonly number[] =>
    rounds.map((round) => round[name]?.perSecond ?? Number.NaN);
  const ratios = (name: Name, peer: Name): readonly number[] =>
    rounds.map((round) => (round[name]?.perSecond ?? NaN) / (round[peer]?.perSecond ?? NaN));
  const against = (
    what: string,
    [name, peer]: readonly [Name, Name],
    [peerName, goal]: readonly [string, number],
  ): BenchRow => {
    const ratio = median(ratios(name, peer));
    return {
      what,
      figure: `${show(median(rates(name)))}/s`,
      peer: `${peerName} ${show(median(rates(peer)))}/s`,
      ratio: times(ratio),
      goal: `>= ${times(goal)}`,
      met: ratio >= goal,
    };
  };
  const inProcess = median(rates('in-process'));
  return [
    against('@camunda8/sdk, 64 in flight, durable', ['sdk', 'sdk-null'], ['null gateway', 0.9]),
    ...(withBroker
      ? [
          against(
            '@camunda8/sdk, 64 in flight, durable',
            ['sdk', 'sdk-broker'],
            ['Camunda 8.6', 2.5],
          ),
        ]
      : []),
    against('own transport, 64 in flight, durable', ['own', 'sdk'], ['@camunda8/sdk', 1.6]),
    {
      what: 'in process, 64 in flight, durable',
      figure: `${show(inProcess)}/s`,
      peer: '',
      ratio: '',
      goal: '>= 5,000/s',
      met: inProcess >= 5_000,
    },
    ...(withBroker
      ? [
          against(
            'in process, 64 in flight, durable',
            ['in-process', 'sdk-broker'],
            ['Camunda 8.6', 30],
          ),
        ]
      : []),
    ...rounds.slice(0, 1).flatMap(() => cpuRows(rounds)),
  ];
}

/** CPU for one instance moves less than rates do when the machine has other work. */
function cpuRows(rounds: readonly Round[]): readonly BenchRow[] {
  const names = ['sdk-null', 'sdk', 'own', 'in-process', 'sdk-broker'] as const;
  return names.flatMap((name) => {
    const figures = rounds.flatMap((round) => round[name] ?? []);
    if (figures.length === 0) {
      return [];
    }
    const client = median(figures.map(({ cpuMs }) => cpuMs));
    const server = median(figures.map(({ serverCpuMs }) => serverCpuMs));
    const figure = `${show(client)} + ${show(server)} ms`;
    const what = `CPU an instance, ${name}: client + server`;
    return [{ what, figure, peer: '', ratio: '', goal: '', met: undefined }];
  });
}
