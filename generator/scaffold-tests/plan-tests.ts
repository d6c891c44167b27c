import type { DmnModel, FlowNode, Process } from '../../model/index.js';
import type { ProcessPlan } from '../plan/plan-types.js';
import { OpenEnd, Retry } from './open-end.js';
import { goalsOf, processFacts, type ProcessFacts } from './process-facts.js';
import type { OpenPath, TestPath, TestPlan } from './test-plan.js';
import { Walk } from './walk.js';
import type { WalkState } from './walk-state.js';
import type { WantedValue } from './walk-values.js';

/** Most walks that are tried for one process. */
const MAX_WALKS = 400;
/** Most values that one walk may want before it is given up. */
const MAX_RETRIES = 30;

/**
 * Plans the tests of a process: as few paths as pass every sequence flow, boundary event and event
 * sub-process, the straightest first. What no path reaches stands in `open`, with the reason.
 */
export function planTests(
  process: Process,
  plan: ProcessPlan,
  files: { readonly decisions: readonly DmnModel[]; readonly paths: readonly string[] },
): TestPlan {
  const facts = processFacts(process, plan, files.decisions);
  const { walks, faults } = explore(facts);
  const missing = new Set(goalsOf(facts));
  const chosen = walks.filter((walk) => {
    const news = [...walk.state.covered].filter((goal) => missing.has(goal));
    news.forEach((goal) => missing.delete(goal));
    return news.length > 0;
  });
  return {
    processId: process.id,
    typeName: plan.typeName,
    folder: plan.folder,
    files: files.paths,
    model: plan.model,
    contract: new Map(
      plan.jobs
        .filter(({ connector }) => !connector)
        .map(({ type }) => [type, facts.jobExample(type)] as const),
    ),
    paths: titled((chosen.length > 0 ? chosen : walks.slice(0, 1)).map((walk) => pathOf(walk))),
    open: openPaths(facts, missing, faults),
  };
}

interface Explored {
  readonly walks: readonly Walk[];
  /** Why walks ended that no test can take, by the choice that led there. */
  readonly faults: ReadonlyMap<string, string>;
}

/** Walks breadth first: the straight way, then each way that differs in one choice, and so on. */
function explore(facts: ProcessFacts): Explored {
  const walks: Walk[] = [];
  const faults = new Map<string, string>();
  const scripts: (readonly string[])[] = [[]];
  for (let tried = 0; tried < MAX_WALKS; tried += 1) {
    const script = scripts.shift();
    if (script === undefined) {
      break;
    }
    const { walk, fault } = takeWalk(facts, script);
    if (fault === undefined) {
      walks.push(walk);
    } else {
      faults.set(script.at(-1) ?? '', fault);
    }
    walk.state.choices.forEach(({ options, taken }, index) => {
      if (index >= script.length) {
        const before = walk.state.choices.slice(0, index).map((choice) => choice.taken);
        const others = options.filter((option) => option !== taken);
        scripts.push(...others.map((option) => [...before, option]));
      }
    });
  }
  return { walks, faults };
}

function takeWalk(
  facts: ProcessFacts,
  script: readonly string[],
): { readonly walk: Walk; readonly fault?: string } {
  const wanted = new Map<string, WantedValue[]>();
  for (let tries = 0; ; tries += 1) {
    const walk = new Walk(facts, script, wanted);
    try {
      walk.run();
      return { walk };
    } catch (error) {
      if (error instanceof Retry && tries < MAX_RETRIES) {
        continue;
      }
      if (error instanceof OpenEnd || error instanceof Retry) {
        return { walk, fault: error.message };
      }
      throw error;
    }
  }
}

function pathOf({ state }: Walk): TestPath {
  const { facts, threads } = state;
  const passed = new Set(threads.flat());
  const nodes = [...facts.nodes.values()].map(({ node }) => node);
  const undoes = nodes.some((node) => passed.has(node.id) && isCompensation(node));
  const beside = nodes.filter(
    (node) =>
      ('isForCompensation' in node && node.isForCompensation) ||
      (node.kind === 'boundaryEvent' && isCompensation(node)),
  );
  return {
    title: titleOf(state),
    steps: state.steps,
    answers: state.answers,
    held: state.held,
    threads: threads.filter((thread) => thread.length > 0),
    only: [...new Set([...passed, ...(undoes ? beside.map(({ id }) => id) : [])])],
  };
}

function isCompensation(node: FlowNode): boolean {
  return (
    'eventDefinitions' in node && node.eventDefinitions.some(({ kind }) => kind === 'compensate')
  );
}

/** What a walk chose where it could have gone on straight, and where it ended. */
function titleOf({ facts, choices, threads }: WalkState): string {
  const name = (id: string): string => {
    const flow = facts.flows.get(id);
    const element = flow ?? facts.nodes.get(id)?.node;
    return flow === undefined
      ? (element?.name ?? id)
      : (flow.name ?? facts.nodes.get(flow.targetRef)?.node.name ?? flow.targetRef);
  };
  const turns = choices
    .filter(({ taken }) => taken !== 'complete')
    .map(({ at, taken }) => {
      const node = facts.nodes.get(at)?.node;
      return node?.kind.endsWith('Gateway') === true ? `${name(at)} ${name(taken)}` : name(taken);
    });
  const ends = threads.flat().filter((id) => facts.nodes.get(id)?.node.kind === 'endEvent');
  const top = new Set(facts.process.flowElements.nodes.map(({ id }) => id));
  const last = ends.findLast((id) => top.has(id)) ?? ends.at(-1);
  const end = last === undefined ? '' : `ends at ${name(last)}`;
  return oneLine([turns.length === 0 ? 'straight on' : turns.join(', '), end].join(': '));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Paths whose titles are alike are told apart by number. */
function titled(paths: readonly TestPath[]): readonly TestPath[] {
  const seen = new Map<string, number>();
  return paths.map((path) => {
    const count = (seen.get(path.title) ?? 0) + 1;
    seen.set(path.title, count);
    return count === 1 ? path : { ...path, title: `${path.title} (${String(count)})` };
  });
}

function openPaths(
  facts: ProcessFacts,
  missing: ReadonlySet<string>,
  faults: ReadonlyMap<string, string>,
): readonly OpenPath[] {
  const flowsAfter = (id: string): boolean => {
    const flow = facts.flows.get(id);
    return flow !== undefined && !isBranch(facts, flow.sourceRef) && faults.get(id) === undefined;
  };
  const open = [...missing].filter((id) => !flowsAfter(id));
  const whole = faults.get('');
  if (open.length === 0 && missing.size > 0 && whole !== undefined) {
    return [{ title: facts.process.name ?? facts.process.id, reason: oneLine(whole) }];
  }
  return open.map((id) => {
    const flow = facts.flows.get(id);
    const title =
      flow === undefined
        ? (facts.nodes.get(id)?.node.name ?? id)
        : `${flow.sourceRef} to ${flow.targetRef}`;
    const reason =
      faults.get(id) ??
      (flow?.condition === undefined ? undefined : `its condition is ${flow.condition.text}`) ??
      faults.get('') ??
      'no path was found that leads there';
    return { title: oneLine(title), reason: oneLine(reason) };
  });
}

/** Whether several flows leave an element: one that leaves alone is open only because all before is. */
function isBranch(facts: ProcessFacts, id: string): boolean {
  const node = facts.nodes.get(id)?.node;
  return node !== undefined && facts.flowsFrom(id).length > 1;
}
