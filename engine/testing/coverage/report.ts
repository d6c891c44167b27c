import { flowNodes, flowScopes, type BpmnModel, type Process } from '../../../model/index.js';
import { addPassed, untouched, type PassedElement, type PassedProcess } from './passed.js';

/** How much of something was passed. */
export interface Share {
  readonly total: number;
  readonly passed: number;
  /** 0 to 100, rounded down, so that 100 means all. */
  readonly percent: number;
  /** What was never passed, in document order. */
  readonly missed: readonly { readonly id: string; readonly name: string }[];
}

/** What all tests together passed of one model of a process. */
export interface ProcessCoverage {
  readonly processId: string;
  /** The process' name; its id when it has none. */
  readonly name: string;
  readonly resourceName: string;
  readonly checksum: string;
  readonly instances: number;
  readonly flowNodes: Share;
  readonly sequenceFlows: Share;
  readonly elements: Readonly<Record<string, PassedElement>>;
  readonly flows: Readonly<Record<string, number>>;
}

/** Coverage of a run: the JSON report. */
export interface CoverageReport {
  readonly flowNodes: Omit<Share, 'missed'>;
  readonly sequenceFlows: Omit<Share, 'missed'>;
  /** By process id. */
  readonly processes: readonly ProcessCoverage[];
}

/** A model with its text's checksum. */
export interface CoveredModel {
  readonly checksum: string;
  readonly resourceName: string;
  readonly model: BpmnModel;
}

/**
 * Adds up what engines passed, and holds it against the models. `models` are those that were
 * deployed, by checksum, and those that should have been: a process of these that no engine had, in
 * whatever version, counts as untouched.
 */
export function coverageReport(
  passed: readonly PassedProcess[],
  models: {
    readonly deployed: readonly CoveredModel[];
    readonly expected: readonly CoveredModel[];
  },
): CoverageReport {
  const sums = new Map<string, PassedProcess>();
  for (const one of passed) {
    const key = `${one.processId} ${one.checksum}`;
    const known = sums.get(key);
    sums.set(key, known === undefined ? one : addPassed(known, one));
  }
  const known = [...sums.values()].flatMap((sum) => {
    const found = models.deployed.find(({ checksum }) => checksum === sum.checksum);
    const process = found?.model.processes.find(({ id }) => id === sum.processId);
    return process === undefined ? [] : [processCoverage(process, sum)];
  });
  const had = new Set(known.map(({ processId }) => processId));
  const never = models.expected.flatMap(({ model, checksum, resourceName }) =>
    model.processes
      .filter(({ id, isExecutable }) => isExecutable && !had.has(id))
      .map((process) => processCoverage(process, nothingOf(process, checksum, resourceName))),
  );
  const processes = [...known, ...never].sort((one, other) =>
    one.processId === other.processId
      ? other.instances - one.instances
      : one.processId < other.processId
        ? -1
        : 1,
  );
  return {
    flowNodes: sumOf(processes.map((process) => process.flowNodes)),
    sequenceFlows: sumOf(processes.map((process) => process.sequenceFlows)),
    processes,
  };
}

function processCoverage(process: Process, passed: PassedProcess): ProcessCoverage {
  const elements = new Map(Object.entries(passed.elements));
  const flows = new Map(Object.entries(passed.flows));
  const sequenceFlows = flowScopes(process).flatMap(({ flowElements }) => flowElements.flows);
  return {
    processId: passed.processId,
    name: process.name ?? passed.processId,
    resourceName: passed.resourceName,
    checksum: passed.checksum,
    instances: passed.instances,
    flowNodes: shareOf(flowNodes(process), (id) => (elements.get(id) ?? untouched).entered > 0),
    sequenceFlows: shareOf(sequenceFlows, (id) => (flows.get(id) ?? 0) > 0),
    elements: passed.elements,
    flows: passed.flows,
  };
}

function nothingOf(process: Process, checksum: string, resourceName: string): PassedProcess {
  const nothing = { instances: 0, elements: {}, flows: {} };
  return { processId: process.id, checksum, resourceName, ...nothing };
}

function shareOf(
  elements: readonly { readonly id: string; readonly name?: string }[],
  isPassed: (id: string) => boolean,
): Share {
  const missed = elements.filter(({ id }) => !isPassed(id));
  const passed = elements.length - missed.length;
  return {
    ...share(elements.length, passed),
    missed: missed.map(({ id, name = '' }) => ({ id, name })),
  };
}

function sumOf(shares: readonly Share[]): Omit<Share, 'missed'> {
  const sum = (field: 'total' | 'passed'): number =>
    shares.reduce((total, each) => total + each[field], 0);
  return share(sum('total'), sum('passed'));
}

function share(total: number, passed: number): Omit<Share, 'missed'> {
  return { total, passed, percent: total === 0 ? 100 : Math.floor((passed / total) * 100) };
}
