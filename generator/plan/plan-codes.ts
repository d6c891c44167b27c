import type { EventDefinition, EventBase, FlowNode } from '../../model/index.js';
import { compareText } from '../json.js';
import { describeElement, type ProcessContext } from './model-context.js';
import type { ElementName } from './plan-elements.js';
import type { CodePlan, TimerPlan } from './plan-types.js';

/** The timers of a process, in document order; a timer without a value is the rules' business. */
export function planTimers(
  context: ProcessContext,
  names: ReadonlyMap<string, ElementName>,
): readonly TimerPlan[] {
  return events(context).flatMap((node) =>
    node.eventDefinitions.flatMap((definition) =>
      definition.kind === 'timer' &&
      definition.type !== undefined &&
      definition.expression !== undefined
        ? [
            {
              element: describeElement(node),
              constant: names.get(node.id)?.constant ?? node.id,
              type: definition.type,
              text: definition.expression.text,
            },
          ]
        : [],
    ),
  );
}

/** Error codes that the model throws or catches, by code unit. Codes in FEEL are not known. */
export function planErrors(context: ProcessContext): readonly CodePlan[] {
  return planCodes(context, (definition) =>
    definition.kind === 'error' ? definition.error?.errorCode : undefined,
  );
}

/** Escalation codes that the model throws or catches, by code unit. */
export function planEscalations(context: ProcessContext): readonly CodePlan[] {
  return planCodes(context, (definition) =>
    definition.kind === 'escalation' ? definition.escalation?.escalationCode : undefined,
  );
}

function planCodes(
  context: ProcessContext,
  codeOf: (
    definition: EventDefinition,
  ) => { readonly text: string; readonly isFeel: boolean } | undefined,
): readonly CodePlan[] {
  const found = new Map<string, { thrownBy: string[]; caughtBy: string[] }>();
  for (const node of events(context)) {
    for (const code of node.eventDefinitions.flatMap((definition) => codeOf(definition) ?? [])) {
      if (!code.isFeel) {
        const known = found.get(code.text) ?? { thrownBy: [], caughtBy: [] };
        found.set(code.text, known);
        known[isThrow(node) ? 'thrownBy' : 'caughtBy'].push(node.id);
      }
    }
  }
  return [...found]
    .sort(([left], [right]) => compareText(left, right))
    .map(([code, sides]) => ({ code, ...sides }));
}

function events(context: ProcessContext): readonly (FlowNode & EventBase)[] {
  return context.nodes.map(({ node }) => node).filter((node) => 'eventDefinitions' in node);
}

function isThrow(node: FlowNode): boolean {
  return node.kind === 'endEvent' || node.kind === 'intermediateThrowEvent';
}
