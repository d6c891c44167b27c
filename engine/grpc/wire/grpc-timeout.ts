const unitMs: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};
/** Node's timers overflow beyond 2^31-1 ms. */
const longestMs = 2 ** 31 - 1;

/** Milliseconds of a `grpc-timeout` header, rounded up; undefined when there is none or it is malformed. */
export function readGrpcTimeout(header: string | undefined): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(header ?? '');
  const unit = unitMs[match?.[2] ?? ''];
  return unit === undefined ? undefined : Math.min(Math.ceil(Number(match?.[1]) * unit), longestMs);
}
