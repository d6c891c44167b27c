import type { ClusterFinding } from './finding.js';
import { textOf } from './address.js';

const CHECK = 'REST';
/** What clocks may differ by before timers and deadlines look wrong in logs and views, ms. */
const SKEW_MS = 5_000;
/** A Date header has whole seconds, ms. */
const DATE_PRECISION_MS = 1_000;

/**
 * Whether the REST address serves the REST API v2, and whether the clock behind it agrees with this
 * one. Sends no credentials: any answer tells.
 */
export async function checkRest(
  restAddress: string | undefined,
  timeoutMs: number,
): Promise<readonly ClusterFinding[]> {
  if (restAddress === undefined || restAddress === '') {
    return [
      {
        severity: 'warning',
        check: CHECK,
        code: 'CLU617',
        what: 'there is no REST address, so models cannot be compared',
        where: 'ZEEBE_REST_ADDRESS',
        why: 'it is not set',
        fix: 'set it to the address of the REST API (on SaaS it is shown beside the gRPC one)',
      },
    ];
  }
  const base = restAddress.replace(/\/+$/u, '');
  const url = base.endsWith('/v2') ? `${base}/topology` : `${base}/v2/topology`;
  const asked = Date.now();
  let answer: Response;
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    await answer.body?.cancel();
  } catch (error) {
    return [unserved(restAddress, causeOf(error))];
  }
  const isServed = answer.ok || answer.status === 401 || answer.status === 403;
  return [
    isServed
      ? { severity: 'ok', check: CHECK, what: `${restAddress} answers` }
      : unserved(restAddress, `GET /v2/topology answers ${String(answer.status)}`),
    ...clock(answer.headers.get('date'), asked, restAddress),
  ];
}

function unserved(where: string, why: string): ClusterFinding {
  return {
    severity: 'error',
    check: CHECK,
    code: 'CLU618',
    what: 'the REST address does not serve the REST API v2',
    where,
    why,
    fix: 'set ZEEBE_REST_ADDRESS to the address of the REST API, such as http://host:8080, without a path of a web page',
  };
}

function clock(date: string | null, asked: number, where: string): readonly ClusterFinding[] {
  const theirs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(theirs)) {
    return [];
  }
  const now = Date.now();
  // The header was written somewhere between question and answer, and cut to its second.
  const behind = asked - (theirs + DATE_PRECISION_MS);
  const ahead = theirs - now;
  const skew = Math.max(behind, ahead);
  if (skew <= SKEW_MS) {
    return [{ severity: 'ok', check: 'clock', what: 'agrees with that of the cluster' }];
  }
  return [
    {
      severity: 'warning',
      check: 'clock',
      code: 'CLU616',
      what: `the clock of the cluster is ${String(Math.round(skew / 1_000))} s ${ahead > behind ? 'ahead of' : 'behind'} that of this machine`,
      where,
      why: `there it is ${new Date(theirs).toISOString()}, here ${new Date(now).toISOString()}`,
      fix: 'let both keep time by NTP; timers go by the clock of the cluster',
    },
  ];
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.message !== '' ? cause.message : textOf(error);
}
