/** Why random processes are known to differ, in the words of docs/engine.md. */
export const knownReasons = {
  decimals:
    'keeps a decimal from a client in four bytes where that is exact (2.5), one from FEEL in eight, and takes them for different: it writes UPDATED without a change. Where nothing else follows from that, a run sees it by itself',
  subscription:
    'closes the message subscription of an element whose termination it refuses, because a call activity created its process',
} as const;

/** A reason, by name. */
export type KnownReason = keyof typeof knownReasons;

/** Seeds of random processes that differ for a known reason; a run counts them apart. */
export const knownSeeds: ReadonlyMap<number, KnownReason> = new Map([
  [460, 'decimals'],
  [1529, 'subscription'],
]);
