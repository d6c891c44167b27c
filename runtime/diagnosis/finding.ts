import type { ClusterCode } from './codes.js';

/** A thing that was checked and is as it should be. */
export interface ClusterPass {
  readonly severity: 'ok';
  /** What was checked: `address`, `TLS`, `credentials`, ... */
  readonly check: string;
  readonly what: string;
}

/** A thing that keeps a project from working with its cluster, or will. */
export interface ClusterFault {
  readonly severity: 'error' | 'warning';
  readonly check: string;
  readonly code: ClusterCode;
  readonly what: string;
  /** An address, a variable, a file. Never a secret. */
  readonly where: string;
  readonly why: string;
  readonly fix: string;
}

/** What a check found. */
export type ClusterFinding = ClusterPass | ClusterFault;

/** True for a finding that is no pass. */
export function isClusterFault(finding: ClusterFinding): finding is ClusterFault {
  return finding.severity !== 'ok';
}

/** True when a later check would only repeat the fault. */
export function hasErrors(findings: readonly ClusterFinding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
