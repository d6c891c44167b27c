import type { LoopFigures } from './closed-loop.js';
import { cpuMsOf, startChild } from './child.js';
import type { LoadOptions } from './load/options.js';
import type { Server } from './servers.js';

/** A program that puts load on a server, or on an engine of its own. */
export interface LoadProgram {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly server?: Server;
}

/** What a load came to, with the CPU of client and server for one instance, in ms. */
export interface LoadFigures extends LoopFigures {
  readonly serverCpuMs: number;
}

/** Runs a load program to its end. */
export async function measureLoad(
  { command, env, server }: LoadProgram,
  options: Omit<LoadOptions, 'address'>,
): Promise<LoadFigures> {
  const given = JSON.stringify({ ...options, address: server?.address ?? '' });
  const child = startChild([process.execPath, ...command, given], env);
  try {
    const line = await child.line(/^(measuring|figures )/);
    const before = server === undefined ? 0 : cpuMsOf(server.pid);
    const text = line.startsWith('figures ') ? line : await child.line(/^figures /);
    const used = server === undefined ? 0 : cpuMsOf(server.pid) - before;
    // Printed by `report` of the load programs.
    const figures = JSON.parse(text.slice('figures '.length)) as LoopFigures;
    return { ...figures, serverCpuMs: used / figures.done };
  } finally {
    await child.stop();
  }
}
