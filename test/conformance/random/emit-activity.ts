import { loopXml, nodeExtension } from './emit-parts.js';
import type { NodeXml } from './emit-scope.js';
import type { Part, Sheet } from './emit-sheet.js';
import { escapeXml, ScopeXml } from './emit-scope.js';
import type { ActivityBlock, BoundaryPlan } from './plan.js';

/** Writes an activity with its boundary events, what follows them, and its compensation. */
export function emitActivity(sheet: Sheet, block: ActivityBlock): Part {
  const { scope } = sheet;
  const body = activityBody(sheet, block);
  scope.add({ ...body, id: block.id, inner: loopXml(block.loop) + (body.inner ?? '') });
  const rejoining = (block.boundaries ?? []).flatMap((boundary) =>
    emitBoundary(sheet, block.id, boundary),
  );
  if (block.compensation !== undefined) {
    emitCompensation(sheet, block.id, block.compensation);
  }
  return { entry: block.id, exits: [{ from: block.id }, ...rejoining] };
}

type Body = Omit<NodeXml, 'id'>;

function activityBody(sheet: Sheet, block: ActivityBlock): Body {
  const common = nodeExtension(block);
  switch (block.kind) {
    case 'job': {
      const retries = block.retries === undefined ? '' : ` retries="${escapeXml(block.retries)}"`;
      const headers = block.headers.map(
        ([key, value]) => `<zeebe:header key="${escapeXml(key)}" value="${escapeXml(value)}" />`,
      );
      const extension = [
        `<zeebe:taskDefinition type="${escapeXml(block.type)}"${retries} />`,
        headers.length === 0 ? '' : `<zeebe:taskHeaders>${headers.join('')}</zeebe:taskHeaders>`,
        common,
      ];
      return { tag: block.tag, extension: extension.join('') };
    }
    case 'user':
      return { tag: 'userTask', extension: common };
    case 'script':
      return {
        tag: 'scriptTask',
        extension: `<zeebe:script expression="${escapeXml(block.expression)}" resultVariable="${block.result}" />${common}`,
      };
    case 'receive': {
      const { trigger } = block;
      const ref = trigger.kind === 'message' ? sheet.globals.message(trigger) : '';
      return { tag: 'receiveTask', attributes: `messageRef="${ref}"`, extension: common };
    }
    case 'plain':
      return { tag: block.tag };
    case 'call': {
      const flags =
        (block.passAll === undefined
          ? ''
          : ` propagateAllParentVariables="${String(block.passAll)}"`) +
        (block.returnAll === undefined
          ? ''
          : ` propagateAllChildVariables="${String(block.returnAll)}"`);
      return {
        tag: 'callActivity',
        extension: `<zeebe:calledElement processId="${block.processId}"${flags} />${common}`,
      };
    }
    case 'sub': {
      const inner = { ...sheet, scope: new ScopeXml(sheet.salt) };
      sheet.nested.fillScope(inner, block.id, block);
      return { tag: 'subProcess', extension: common, inner: inner.scope.toXml() };
    }
  }
}

function emitBoundary(sheet: Sheet, attachedTo: string, plan: BoundaryPlan): Part['exits'] {
  const { scope, globals } = sheet;
  scope.add({
    tag: 'boundaryEvent',
    id: plan.id,
    attributes: `attachedToRef="${attachedTo}" cancelActivity="${String(plan.interrupting)}"`,
    extension: nodeExtension(plan),
    inner: globals.definition(plan.trigger, plan.id),
  });
  const open = sheet.nested.follow(sheet, [{ from: plan.id }], plan.then);
  if (plan.rejoins || open.length === 0) {
    return open;
  }
  scope.add({ tag: 'endEvent', id: `${plan.id}_e` });
  scope.connect(open, `${plan.id}_e`);
  return [];
}

function emitCompensation(
  sheet: Sheet,
  attachedTo: string,
  { boundaryId, handler }: NonNullable<ActivityBlock['compensation']>,
): void {
  const { scope, globals } = sheet;
  scope.add({
    tag: 'boundaryEvent',
    id: boundaryId,
    attributes: `attachedToRef="${attachedTo}"`,
    inner: globals.definition({ kind: 'compensate' }, boundaryId),
  });
  const body = activityBody(sheet, handler);
  scope.add({ ...body, id: handler.id, attributes: 'isForCompensation="true"' });
  scope.associate(boundaryId, handler.id);
}
