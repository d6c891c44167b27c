import { Processing } from '../processors/processing.js';
import type { BatchContext, RecordDraft } from '../processors/processing.js';
import { processorOf } from '../processors/index.js';
import { Refusal } from '../processors/refusal.js';
import type { EngineRecord } from '../records/record.js';
import type { EngineState } from '../state/engine-state.js';

/**
 * Most follow-up commands that are processed in the batch of their cause; later ones wait in the
 * backlog. Replay relies on this number: a journal written with another one reads differently.
 */
export const followUpLimit = 100;

/** A command to begin a batch with: a new one, or one that is in the log already. */
export type Head =
  | { readonly kind: 'new'; readonly draft: RecordDraft }
  | { readonly kind: 'backlog'; readonly command: EngineRecord };

/** A processed batch; `defect` is what went wrong inside the engine, if something did. */
export interface ProcessedBatch {
  readonly cx: Processing;
  readonly defect?: unknown;
}

function begin(cx: Processing, head: Head): EngineRecord {
  if (head.kind === 'new') {
    return cx.begin(head.draft);
  }
  cx.resume(head.command);
  return head.command;
}

function unknownCommand(command: EngineRecord): Refusal {
  return new Refusal(
    'INVALID_ARGUMENT',
    `Expected a command that the engine knows, but it was '${command.valueType}.${command.intent}'`,
  );
}

function run(cx: Processing, command: EngineRecord): void {
  const processor = processorOf(command.valueType, command.intent);
  if (processor === undefined) {
    throw unknownCommand(command);
  }
  processor(cx, command);
}

function runFollowUps(cx: Processing): void {
  for (let done = 0; done < Math.min(cx.followUps.length, followUpLimit); done += 1) {
    const command = cx.followUps[done];
    if (command === undefined) {
      continue;
    }
    try {
      run(cx, command);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      cx.reject(command, error);
    }
  }
}

/**
 * Processes one command with its follow-ups. Nothing of a batch that fails stays in the state: a
 * refused command leaves a rejection, and so does one that hit a defect of the engine.
 */
export function processBatch(context: BatchContext, head: Head, now: number): ProcessedBatch {
  const { state, catalog } = context;
  const before = {
    lastPosition: state.lastPosition,
    lastKey: state.lastKey,
  };
  const rollBack = (cx: Processing): void => {
    state.undo.rollback();
    state.lastPosition = before.lastPosition;
    state.lastKey = before.lastKey;
    catalog.forgetAfter(before.lastKey);
    if (cx.awaitedInstance !== undefined) {
      context.awaited.delete(cx.awaitedInstance);
    }
  };
  const refuse = (cx: Processing, refusal: Refusal): Processing => {
    rollBack(cx);
    const fresh = new Processing(context, now);
    fresh.reject(begin(fresh, head), refusal);
    fresh.answer = { refusal };
    leaveBacklog(state, head);
    return fresh;
  };
  state.undo.begin();
  const cx = new Processing(context, now);
  try {
    run(cx, begin(cx, head));
    runFollowUps(cx);
  } catch (error) {
    if (error instanceof Refusal) {
      return { cx: refuse(cx, error) };
    }
    const reason = error instanceof Error ? error.message : String(error);
    const refusal = new Refusal(
      'PROCESSING_ERROR',
      `Expected to process the command without errors, but the following exception occurred: ${reason}`,
    );
    return { cx: refuse(cx, refusal), defect: error };
  }
  state.undo.commit();
  leaveBacklog(state, head);
  for (let left = followUpLimit; left < cx.followUps.length; left += 1) {
    const command = cx.followUps[left];
    if (command !== undefined) {
      state.backlog.push(command);
    }
  }
  return { cx };
}

/** The head of a backlog batch is always the oldest command of the backlog. */
function leaveBacklog(state: EngineState, head: Head): void {
  if (head.kind === 'backlog') {
    state.backlog.shift();
  }
}
