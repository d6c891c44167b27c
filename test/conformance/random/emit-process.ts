import { emitActivity } from './emit-activity.js';
import { Globals, listenersXml, nodeExtension } from './emit-parts.js';
import type { Exit } from './emit-scope.js';
import type { Part, Sheet } from './emit-sheet.js';
import { escapeXml, ScopeXml } from './emit-scope.js';
import type { Block, Branch, CasePlan, EventSubPlan, ProcessPlan } from './plan.js';

/** The BPMN files of a case, one for each process. */
export function emitCase(
  plan: CasePlan,
): readonly { readonly name: string; readonly text: string }[] {
  return plan.processes.map((process) => ({
    name: `${process.id}.bpmn`,
    text: emitProcess(process),
  }));
}

const nested = { fillScope, follow };

function emitProcess(process: ProcessPlan): string {
  const globals = new Globals();
  const sheet = { scope: new ScopeXml(process.salt), globals, salt: process.salt, nested };
  fillScope(sheet, process.id, process);
  const extension = listenersXml(process.listeners);
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" targetNamespace="http://random" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0" id="d_${process.id}">
<bpmn:process id="${process.id}" isExecutable="true">${extension === '' ? '' : `<bpmn:extensionElements>${extension}</bpmn:extensionElements>`}
${sheet.scope.toXml()}
</bpmn:process>
${globals.toXml()}
</bpmn:definitions>
`;
  // What stands after an end is left out: a reference to it must go, too.
  return text.replace(/ activityRef="(\w+)"/g, (all, id: string) =>
    text.includes(`id="${id}"`) ? all : '',
  );
}

/** Fills a scope with a body between a start and an end event, and with event sub-processes. */
function fillScope(
  sheet: Sheet,
  id: string,
  content: { readonly body: Block; readonly events: readonly EventSubPlan[] },
): void {
  const start = `${id}_s`;
  sheet.scope.add({ tag: 'startEvent', id: start });
  finish(sheet, id, { exits: [{ from: start }], body: content.body });
  for (const event of content.events) {
    emitEventSub(sheet, event);
  }
}

function finish(
  sheet: Sheet,
  id: string,
  { exits, body }: { readonly exits: readonly Exit[]; readonly body: Block },
): void {
  const rest = follow(sheet, exits, body);
  if (rest.length > 0) {
    sheet.scope.add({ tag: 'endEvent', id: `${id}_e` });
    sheet.scope.connect(rest, `${id}_e`);
  }
}

function emitEventSub(sheet: Sheet, plan: EventSubPlan): void {
  const scope = new ScopeXml(sheet.salt);
  const inner = { ...sheet, scope };
  scope.add({
    tag: 'startEvent',
    id: plan.startId,
    attributes: `isInterrupting="${String(plan.interrupting)}"`,
    extension: nodeExtension(plan),
    inner: sheet.globals.definition(plan.trigger, plan.startId),
  });
  finish(inner, plan.id, { exits: [{ from: plan.startId }], body: plan.body });
  sheet.scope.add({
    tag: 'subProcess',
    id: plan.id,
    attributes: 'triggeredByEvent="true"',
    inner: scope.toXml(),
  });
}

/** Puts a block after ways out; returns the ways out that are open then. */
function follow(sheet: Sheet, exits: readonly Exit[], block: Block): readonly Exit[] {
  if (block.kind === 'sequence') {
    return block.blocks.reduce(
      // What stands after an end is never reached and is left out.
      (open, each) => (open.length === 0 ? open : follow(sheet, open, each)),
      exits,
    );
  }
  const part = emitBlock(sheet, block);
  if (part.entry === undefined) {
    return exits;
  }
  sheet.scope.connect(exits, part.entry);
  return part.exits;
}

function emitBlock(sheet: Sheet, block: Exclude<Block, { kind: 'sequence' }>): Part {
  switch (block.kind) {
    case 'catch':
    case 'throw':
    case 'end':
      return emitEvent(sheet, block);
    case 'send':
      return emitSend(sheet, block);
    case 'exclusive':
    case 'inclusive':
    case 'parallel':
      return emitGateway(sheet, block);
    case 'events':
      return emitEventGateway(sheet, block);
    case 'repeat':
      return emitRepeat(sheet, block);
    case 'link':
      return emitLink(sheet, block);
    default:
      return emitActivity(sheet, block);
  }
}

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

const eventTags = {
  catch: 'intermediateCatchEvent',
  throw: 'intermediateThrowEvent',
  end: 'endEvent',
} as const;

function emitEvent({ scope, globals }: Sheet, block: Of<'catch' | 'throw' | 'end'>): Part {
  scope.add({
    tag: eventTags[block.kind],
    id: block.id,
    extension: nodeExtension(block),
    inner: block.trigger === undefined ? '' : globals.definition(block.trigger, block.id),
  });
  return { entry: block.id, exits: block.kind === 'end' ? [] : [{ from: block.id }] };
}

function emitSend({ scope, globals }: Sheet, block: Of<'send'>): Part {
  const message = { name: `${block.type}_sent`, key: '=key' };
  scope.add({
    tag: block.isEnd ? 'endEvent' : 'intermediateThrowEvent',
    id: block.id,
    extension: `<zeebe:taskDefinition type="${escapeXml(block.type)}" />${nodeExtension(block)}`,
    inner: globals.definition({ kind: 'message', ...message }, block.id),
  });
  return { entry: block.id, exits: block.isEnd ? [] : [{ from: block.id }] };
}

function emitGateway(sheet: Sheet, block: Of<'exclusive' | 'inclusive' | 'parallel'>): Part {
  const { scope } = sheet;
  scope.add({ tag: `${block.kind}Gateway`, id: block.id, extension: nodeExtension(block) });
  const ways = block.branches.map((branch) => ({
    way: wayOf(block, branch),
    body: branch.body,
  }));
  const ends = ways.map(({ way, body }, index) =>
    single(sheet, block, { index, exits: follow(sheet, [way], body) }),
  );
  const open = ends.flat();
  if (block.join === 'none' || open.length === 0) {
    return { entry: block.id, exits: open };
  }
  const join = `${block.id}_j`;
  scope.add({ tag: `${block.join}Gateway`, id: join });
  scope.connect(open, join);
  return { entry: block.id, exits: [{ from: join }] };
}

function wayOf(block: Of<'exclusive' | 'inclusive' | 'parallel'>, branch: Branch): Exit {
  if (block.kind === 'parallel' || branch.condition !== undefined) {
    const { condition } = branch;
    return { from: block.id, ...(condition === undefined ? {} : { condition }) };
  }
  return { from: block.id, isDefault: true };
}

/** A parallel join waits for each incoming flow: a branch with several ends comes in by one. */
function single(
  { scope }: Sheet,
  block: Of<'exclusive' | 'inclusive' | 'parallel'>,
  branch: { readonly index: number; readonly exits: readonly Exit[] },
): readonly Exit[] {
  if (block.join !== 'parallel' || branch.exits.length < 2) {
    return branch.exits;
  }
  const merge = `${block.id}_m${String(branch.index)}`;
  scope.add({ tag: 'exclusiveGateway', id: merge });
  scope.connect(branch.exits, merge);
  return [{ from: merge }];
}

function emitEventGateway(sheet: Sheet, block: Of<'events'>): Part {
  const { scope, globals } = sheet;
  scope.add({ tag: 'eventBasedGateway', id: block.id, extension: nodeExtension(block) });
  const exits = block.branches.flatMap((branch) => {
    scope.add({
      tag: 'intermediateCatchEvent',
      id: branch.id,
      inner: globals.definition(branch.trigger, branch.id),
    });
    scope.connect([{ from: block.id }], branch.id);
    return follow(sheet, [{ from: branch.id }], branch.body);
  });
  return { entry: block.id, exits };
}

function emitRepeat(sheet: Sheet, block: Of<'repeat'>): Part {
  const { scope } = sheet;
  const { id } = block;
  const counter = `i_${id}`;
  scope.add({ tag: 'exclusiveGateway', id: `${id}_m` });
  scope.add({
    tag: 'scriptTask',
    id,
    extension: `<zeebe:script expression="=if ${counter} = null then 1 else ${counter} + 1" resultVariable="${counter}" />`,
  });
  scope.add({ tag: 'exclusiveGateway', id: `${id}_x` });
  scope.connect([{ from: `${id}_m` }], id);
  const open = follow(sheet, [{ from: id }], block.body);
  scope.connect(open, `${id}_x`);
  const again = `=${counter} <= ${String(block.limit)} and (${block.again})`;
  scope.connect([{ from: `${id}_x`, condition: again }], `${id}_m`);
  return {
    entry: `${id}_m`,
    exits: open.length === 0 ? [] : [{ from: `${id}_x`, isDefault: true }],
  };
}

function emitLink({ scope }: Sheet, block: Of<'link'>): Part {
  const { id, name } = block;
  const definition = `<bpmn:linkEventDefinition id="d_${id}" name="${name}" />`;
  const target = `<bpmn:linkEventDefinition id="d_${id}_c" name="${name}" />`;
  scope.add({ tag: 'intermediateThrowEvent', id, inner: definition });
  scope.add({ tag: 'intermediateCatchEvent', id: `${id}_c`, inner: target });
  return { entry: id, exits: [{ from: `${id}_c` }] };
}
