import type { BpmnModel, Diagnostic, Place, Process } from '../../model/index.js';
import type { PlanOptions } from '../options.js';
import type { ProcessContext } from '../plan/model-context.js';
import type { PlacedNode } from '../plan/placed-node.js';
import { planWithContexts } from '../plan/plan.js';
import type { Plan, ProcessPlan } from '../plan/plan-types.js';
import type { Definitions } from '../plan/schema-algebra.js';
import { readJsonDocument } from '../read/json-document.js';
import type { Source } from '../source.js';

/** One executable process as it is planned and as it is drawn. */
export interface ProcessSide {
  readonly plan: ProcessPlan;
  readonly process: Process;
  readonly model: BpmnModel;
  /** What it was planned from: variables, and how they flow. */
  readonly context: ProcessContext;
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

/** Plans one version of the sources. Levels have no say: what is unreadable is so at any level. */
export async function readSnapshot(
  sources: readonly Source[],
  { levels: _levels, ...options }: PlanOptions,
): Promise<Snapshot> {
  const { plan: planned, contexts } = await planWithContexts(sources, options);
  const processes = planned.processes.flatMap((own) => {
    const context = contexts.find(
      ({ process, source }) => process.id === own.id && source.path === own.model,
    );
    return context === undefined ? [] : [processSide(own, context)];
  });
  const api = sources.find(({ path }) => path === planned.api?.source);
  const document = api === undefined ? undefined : readJsonDocument(api).document;
  return {
    plan: planned,
    processes,
    apiPlaceOf: (pointer) => document?.placeOf(pointer),
    unreadable: planned.diagnostics.filter(({ code }) => UNREADABLE.has(code)),
  };
}

/** Codes of the readers of XML and JSON for a file of which nothing is left. */
const UNREADABLE = new Set(['BPMN101', 'BPMN102', 'BPMN103', 'BPMN104', 'BPMN105', 'TYPE501']);

/** The place of the first of some elements, else of the process. */
export function placeOf(side: ProcessSide, elements: readonly { readonly id: string }[]): Place {
  const [first] = elements.flatMap(({ id }) => side.nodeById.get(id) ?? []);
  return first?.node.place ?? side.process.place;
}

function processSide(own: ProcessPlan, context: ProcessContext): ProcessSide {
  const { process, model, nodes } = context;
  return {
    plan: own,
    process,
    model,
    context,
    nodes,
    nodeById: new Map(nodes.map((placed) => [placed.node.id, placed])),
    definitions: new Map(own.types.map(({ name, schema }) => [name, schema])),
  };
}
