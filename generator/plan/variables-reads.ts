import type { Decision } from '../../model/dmn/index.js';
import type { EventDefinition, Expression, FlowNode, Message, Process } from '../../model/index.js';
import { decisionReads } from './decision-inputs.js';
import type { ValueKind } from './feel-type-demand.js';
import { labelOf } from './node-locals.js';
import { placedNodes, type PlacedNode } from './placed-node.js';

/** Which variables an expression of an element sees. */
export type ReadFrom =
  /** Those of the element's own scope: input mappings and loop variables included. */
  | 'inside'
  /** Those around the element. */
  | 'around'
  /** Those inside, and what the element's work returned. */
  | 'result';

/** An expression of a model that reads variables. */
export interface ReadSite {
  readonly expression: Expression;
  /** The element it belongs to; for a condition of a flow, the element the flow leaves. */
  readonly node: FlowNode;
  readonly from: ReadFrom;
  /** Kinds of values that the place takes; empty when it takes any. */
  readonly expected: readonly ValueKind[];
  /** `the condition of "A"`: what to call it in a message. */
  readonly what: string;
}

/** Every expression of a process that reads variables, in document order. */
export function readSites(
  process: Process,
  decisions: ReadonlyMap<string, Decision> = new Map(),
): readonly ReadSite[] {
  const placed = placedNodes(process);
  const sites = placed.flatMap((each) => [
    ...nodeSites(each),
    ...decisionSites(each.node, decisions),
  ]);
  const scopes = [
    process.flowElements,
    ...placed.flatMap(({ node }) => ('flowElements' in node ? [node.flowElements] : [])),
  ];
  const conditions = scopes.flatMap(({ nodes, flows }) => {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    return flows.flatMap((flow): readonly ReadSite[] => {
      const node = byId.get(flow.sourceRef);
      return flow.condition === undefined || node === undefined
        ? []
        : [
            {
              expression: flow.condition,
              node,
              from: 'around',
              expected: ['boolean'],
              what: `the condition of ${labelOf(flow)}`,
            },
          ];
    });
  });
  return [...sites, ...conditions].filter(({ expression }) => expression.isFeel);
}

/** What the decision of a business rule task reads, when its model is known. */
function decisionSites(
  node: FlowNode,
  decisions: ReadonlyMap<string, Decision>,
): readonly ReadSite[] {
  const called = node.kind === 'businessRuleTask' ? node.calledDecision : undefined;
  const decision =
    called === undefined || called.decisionId.isFeel
      ? undefined
      : decisions.get(called.decisionId.text);
  return called === undefined || decision === undefined
    ? []
    : decisionReads(decision, decisions, called.place).map((read) => ({
        ...read,
        node,
        from: 'inside',
        what: `the decision "${decision.id}" of ${labelOf(node)}`,
      }));
}

type Found = Partial<Pick<ReadSite, 'from' | 'expected'>> & {
  readonly expression: Expression | undefined;
  readonly what: string;
};

function nodeSites({ node, scope }: PlacedNode): readonly ReadSite[] {
  const label = labelOf(node);
  const inEventSubProcess = scope.owner?.triggeredByEvent === true;
  const found: readonly Found[] = [
    ...(node.ioMapping?.inputs ?? []).map(({ source }) => ({
      expression: source,
      what: `an input mapping of ${label}`,
    })),
    ...(node.ioMapping?.outputs ?? []).map(({ source }) => ({
      expression: source,
      from: 'result' as const,
      what: `an output mapping of ${label}`,
    })),
    ...node.executionListeners.map(({ type }) => ({
      expression: type,
      expected: TEXT,
      what: `the job type of a listener of ${label}`,
    })),
    ...activitySites(node, label),
    ...implementationSites(node, label),
    ...('eventDefinitions' in node
      ? node.eventDefinitions.flatMap((definition) =>
          eventSites(definition, { node, label, inEventSubProcess }),
        )
      : []),
  ];
  return found.flatMap(({ expression, from = 'inside', expected = [], what }) =>
    expression === undefined ? [] : [{ expression, node, from, expected, what }],
  );
}

const TEXT: readonly ValueKind[] = ['string'];
const KEY: readonly ValueKind[] = ['string', 'number'];
const LIST: readonly ValueKind[] = ['array'];
const YES_NO: readonly ValueKind[] = ['boolean'];

function activitySites(node: FlowNode, label: string): readonly Found[] {
  const loop = 'loop' in node ? node.loop : undefined;
  const definition = 'taskDefinition' in node ? node.taskDefinition : undefined;
  const adHoc = 'adHoc' in node ? node.adHoc : undefined;
  return [
    {
      expression: loop?.inputCollection,
      from: 'around',
      expected: LIST,
      what: `the collection of ${label}`,
    },
    { expression: loop?.outputElement, from: 'result', what: `the output element of ${label}` },
    {
      expression: loop?.completionCondition,
      from: 'result',
      expected: YES_NO,
      what: `the completion condition of ${label}`,
    },
    { expression: definition?.type, expected: TEXT, what: `the job type of ${label}` },
    { expression: definition?.retries, expected: KEY, what: `the retries of ${label}` },
    {
      expression: adHoc?.activeElementsCollection,
      expected: LIST,
      what: `the active elements of ${label}`,
    },
    { expression: adHoc?.outputElement, from: 'result', what: `the output element of ${label}` },
    {
      expression: adHoc?.completionCondition,
      from: 'result',
      expected: YES_NO,
      what: `the completion condition of ${label}`,
    },
  ];
}

function implementationSites(node: FlowNode, label: string): readonly Found[] {
  switch (node.kind) {
    case 'scriptTask':
      return [{ expression: node.script?.expression, what: `the script of ${label}` }];
    case 'businessRuleTask': {
      const decision = node.calledDecision?.decisionId;
      return [{ expression: decision, expected: TEXT, what: `the decision id of ${label}` }];
    }
    case 'callActivity': {
      const called = node.calledElement;
      return [
        { expression: called?.processId, expected: TEXT, what: `the called process of ${label}` },
        { expression: called?.businessId, expected: TEXT, what: `the business id of ${label}` },
      ];
    }
    case 'userTask': {
      const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate } = node.userTask;
      return [
        { expression: assignee, expected: TEXT, what: `the assignee of ${label}` },
        { expression: candidateGroups, what: `the candidate groups of ${label}` },
        { expression: candidateUsers, what: `the candidate users of ${label}` },
        { expression: dueDate, what: `the due date of ${label}` },
        { expression: followUpDate, what: `the follow-up date of ${label}` },
        { expression: node.userTask.priority, what: `the priority of ${label}` },
      ];
    }
    case 'receiveTask':
      return [messageSite(node.message, label, 'inside')];
    default:
      return [];
  }
}

function messageSite(message: Message | undefined, label: string, from: ReadFrom): Found {
  const what = `the correlation key of ${label}`;
  return { expression: message?.correlationKey, from, expected: KEY, what };
}

function eventSites(
  definition: EventDefinition,
  at: { readonly node: FlowNode; readonly label: string; readonly inEventSubProcess: boolean },
): readonly Found[] {
  const { node, label, inEventSubProcess } = at;
  switch (definition.kind) {
    case 'timer':
      return [{ expression: definition.expression, what: `the timer of ${label}` }];
    case 'message': {
      // A message that starts a process is not correlated, but one of an event sub-process is.
      const catches =
        node.kind === 'startEvent'
          ? inEventSubProcess
          : node.kind !== 'endEvent' && node.kind !== 'intermediateThrowEvent';
      return catches ? [messageSite(definition.message, label, 'around')] : [];
    }
    case 'conditional': {
      const what = `the condition of ${label}`;
      return [{ expression: definition.condition, from: 'around', expected: YES_NO, what }];
    }
    case 'signal':
      return [
        {
          expression: definition.signal?.signalName,
          expected: TEXT,
          what: `the signal of ${label}`,
        },
      ];
    case 'error':
      return [
        {
          expression: definition.error?.errorCode,
          expected: TEXT,
          what: `the error code of ${label}`,
        },
      ];
    case 'escalation':
      return [
        {
          expression: definition.escalation?.escalationCode,
          expected: TEXT,
          what: `the escalation code of ${label}`,
        },
      ];
    default:
      return [];
  }
}

/** The expression that a message of a node is correlated by. */
export function correlationKeyOf(node: FlowNode): Expression | undefined {
  if (node.kind === 'receiveTask') {
    return node.message?.correlationKey;
  }
  const definitions = 'eventDefinitions' in node ? node.eventDefinitions : [];
  return definitions.find((definition) => definition.kind === 'message')?.message?.correlationKey;
}
