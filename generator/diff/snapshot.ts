import {
  readBpmn,
  type BpmnModel,
  type Diagnostic,
  type Place,
  type Process,
} from '../../model/index.js';
import type { PlanOptions } from '../options.js';
import { placedNodes, type PlacedNode } from '../plan/placed-node.js';
import { plan } from '../plan/plan.js';
import type { Plan, ProcessPlan } from '../plan/plan-types.js';
import type { Definitions } from '../plan/schema-algebra.js';
import { readJsonDocument } from '../read/json-document.js';
import type { Source } from '../source.js';

/** One executable process as it is planned and as it is drawn. */
export interface ProcessSide {
  readonly plan: ProcessPlan;
  readonly process: Process;
  readonly model: BpmnModel;
  /** Every flow node, sub-processes entered, in document order. */
  readonly nodes: readonly PlacedNode[];
  readonly nodeById: ReadonlyMap<string, PlacedNode>;
  readonly definitions: Definitions;
}

/** One version of the sources, ready to be compared or explained. */
export interface Snapshot {
  readonly plan: Plan;
  readonly processes: readonly ProcessSide[];
  /** Place of a value of the API document by RFC 6901 pointer; undefined when the API is derived. */
  readonly apiPlaceOf: (pointer: string) => Place | undefined;
  /** Why a source, or a process in it, is missing from the plan. */
  readonly unreadable: readonly Diagnostic[];
}

/** Plans one version of the sources and reads its models. */
export async function readSnapshot(
  sources: readonly Source[],
  options: PlanOptions,
): Promise<Snapshot> {
  const planned = await plan(sources, options);
  const processes: ProcessSide[] = [];
  const broken = new Set<string>();
  for (const source of sources.filter(({ kind }) => kind === 'bpmn')) {
    const model = await readBpmn(source.text, { file: source.file });
    if (model.root === undefined) {
      broken.add(source.file);
    }
    for (const process of model.processes) {
      const own = planned.processes.find(
        ({ id, model: path }) => id === process.id && path === source.path,
      );
      if (own !== undefined) {
        processes.push(processSide(own, process, model));
      }
    }
  }
  const api = sources.find(({ path }) => path === planned.api?.source);
  const document = api === undefined ? undefined : readJsonDocument(api).document;
  return {
    plan: planned,
    processes: processes.sort((left, right) => (left.plan.id < right.plan.id ? -1 : 1)),
    apiPlaceOf: (pointer) => document?.placeOf(pointer),
    unreadable: planned.diagnostics.filter(
      ({ code, place, severity }) =>
        code === 'TYPE501' || (severity === 'error' && broken.has(place.file)),
    ),
  };
}

/** The place of the first of some elements, else of the process. */
export function placeOf(side: ProcessSide, elements: readonly { readonly id: string }[]): Place {
  const [first] = elements.flatMap(({ id }) => side.nodeById.get(id) ?? []);
  return first?.node.place ?? side.process.place;
}

function processSide(own: ProcessPlan, process: Process, model: BpmnModel): ProcessSide {
  const nodes = placedNodes(process);
  return {
    plan: own,
    process,
    model,
    nodes,
    nodeById: new Map(nodes.map((placed) => [placed.node.id, placed])),
    definitions: new Map(own.types.map(({ name, schema }) => [name, schema])),
  };
}
