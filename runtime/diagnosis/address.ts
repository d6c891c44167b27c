import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';

import type { ClusterFinding } from './finding.js';

const CHECK = 'address';

/** A host and a port to reach, and what errors call them. */
export interface Place {
  readonly address: string;
  readonly host: string;
  readonly port: number;
}

/** Whether a name resolves and something accepts connections there, within `timeoutMs` each. */
export async function checkAddress(place: Place, timeoutMs: number): Promise<ClusterFinding> {
  const { address, host, port } = place;
  const fault = (
    code: 'CLU603' | 'CLU604' | 'CLU605',
    text: { readonly what: string; readonly why: string; readonly fix: string },
  ): ClusterFinding => ({ severity: 'error', check: CHECK, code, where: address, ...text });
  try {
    await within(lookup(host), timeoutMs);
  } catch (error) {
    return fault('CLU603', {
      what: `the name ${host} does not resolve`,
      why: textOf(error),
      fix: 'see that the name is spelled right, and that this machine can look it up (VPN, DNS)',
    });
  }
  try {
    await reach(host, port, timeoutMs);
  } catch (error) {
    return isRefusal(error)
      ? fault('CLU604', {
          what: `nothing listens at ${host}, port ${String(port)}`,
          why: textOf(error),
          fix: 'start the cluster (`jobwright engine` is one), or mend the port',
        })
      : fault('CLU605', {
          what: `${host}, port ${String(port)}, does not answer`,
          why: textOf(error),
          fix: 'see that no firewall lies between, and that the cluster is up',
        });
  }
  return {
    severity: 'ok',
    check: CHECK,
    what: `${host}, port ${String(port)}, accepts connections`,
  };
}

function isRefusal(error: unknown): boolean {
  return codeOf(error) === 'ECONNREFUSED';
}

/** The name that Node or OpenSSL gives an error; empty when it has none. */
export function codeOf(error: unknown): string {
  // Not by class: an error of Node need not be of the realm this code runs in.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function reach(host: string, port: number, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => {
      socket.destroy(new Error(`no answer within ${String(timeoutMs)} ms`));
    }, timeoutMs);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** What `work` comes to, or an error after `timeoutMs`. */
export async function within<Value>(work: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(timeoutMs)} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An error in one line. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
