import { parseQuietly } from './feel-type.js';
import { labelOf } from './node-locals.js';
import type { VariableReport } from './variables-report.js';
import type { ReadSite } from './variables-reads.js';
import { processReads } from './variables.js';

/** Expressions that read what nothing writes before, or what the schema of variables does not know. */
export function reportReads(report: VariableReport): void {
  const { facts, flow, findings } = report;
  for (const site of facts.reads) {
    const before = flow.get(site.node.id);
    if (before === undefined) {
      continue;
    }
    const given = resultNames(site);
    for (const name of given === undefined ? [] : processReads(site, facts.frames)) {
      if (given?.has(name) === true || isGivenByAgents(name, site)) {
        continue;
      }
      const place = { place: site.expression.place, elementId: site.node.id };
      if (facts.declared && !facts.names.includes(name)) {
        if (!before.possible.has(name)) {
          findings.add(
            'TYPE506',
            `${capital(site.what)} reads "${name}", which the schema of variables does not describe.`,
            place,
          );
        }
      } else if (!before.possible.has(name)) {
        findings.add(
          'TYPE504',
          `${capital(site.what)} reads "${name}", which nothing writes before ${labelOf(site.node)}.`,
          place,
        );
      }
    }
  }
}

/** Names that the element's own work gives; undefined when that may be any. */
function resultNames({ node, from }: ReadSite): ReadonlySet<string> | undefined {
  if (from !== 'result') {
    return new Set();
  }
  if ('loop' in node || 'adHoc' in node) {
    return undefined;
  }
  if (node.kind === 'scriptTask' && node.script !== undefined) {
    return new Set([node.script.resultVariable]);
  }
  return node.kind === 'businessRuleTask' && node.calledDecision !== undefined
    ? new Set([node.calledDecision.resultVariable])
    : undefined;
}

/** An agent that activates an element of an ad-hoc sub-process gives it `toolCall`. */
function isGivenByAgents(name: string, { expression }: ReadSite): boolean {
  return name === 'toolCall' && parseQuietly(expression) !== undefined;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
