/**
 * One call of a scene: the rpc, or method and path, and what is sent. In every text `RUN` is a word that is new in
 * each run, so that a scene finds nothing of earlier runs, and `$name` a value kept from an earlier answer.
 */
export interface Step {
  /** Name of an rpc, or `METHOD path` below `/v2`. */
  readonly call: string;
  readonly request: unknown;
  /** Values of the answer to keep, by name: a path such as `jobs.0.key`. */
  readonly keep?: Readonly<Record<string, string>>;
}

/** Calls that belong together, one after the other. */
export interface Scene {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Makes a scene. */
export function scene(name: string, ...steps: readonly Step[]): Scene {
  return { name, steps };
}

/** Makes a step. */
export function step(
  call: string,
  request: unknown = {},
  keep?: Readonly<Record<string, string>>,
): Step {
  return { call, request, ...(keep === undefined ? {} : { keep }) };
}

/** A scene of steps that differ in what they send only. */
export function variants(name: string, call: string, requests: readonly unknown[]): Scene {
  return scene(name, ...requests.map((request) => step(call, request)));
}

/** A key of the engine's partition that nothing has. */
export const unknownKey = '2251799899999999';
/** A key of partition 2, which a cluster of one partition has not. */
export const foreignKey = '4503599627370497';
/** Keys that name nothing: below the first partition, at its edge, negative, in other partitions. */
export const wrongKeys: readonly string[] = [
  '0',
  '-1',
  '5',
  '2251799813685248',
  unknownKey,
  foreignKey,
  '9223372036854775807',
];
