import { exitCodes } from './exit-code.js';

/** A wish to stop, told once; see `listenForShutdown`. */
export interface ShutdownSignal {
  /** Resolves at the first SIGINT or SIGTERM. */
  readonly requested: Promise<NodeJS.Signals>;
  /** Takes the listeners off again. */
  dispose(): void;
}

/**
 * Listens for SIGINT and SIGTERM. The first asks for a clean stop, a second one ends the process at
 * once with exit code 130. Call it before the first thing that needs closing is opened.
 */
export function listenForShutdown(onForce: () => void): ShutdownSignal {
  let resolveRequested: (signal: NodeJS.Signals) => void = () => undefined;
  const requested = new Promise<NodeJS.Signals>((resolve) => {
    resolveRequested = resolve;
  });
  let asked = false;
  const listener = (signal: NodeJS.Signals): void => {
    if (asked) {
      onForce();
      process.exit(exitCodes.interrupted);
    }
    asked = true;
    resolveRequested(signal);
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    requested,
    dispose: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
