import type { RejectionType } from './record.js';

/**
 * A command from outside. `key` and every key inside `value` may be a number or a decimal string.
 * Missing fields of `value` take the protocol's defaults.
 */
export interface ClientCommand {
  readonly valueType: string;
  readonly intent: string;
  readonly key?: number | string;
  readonly value: object;
}

/** The answer to a command: the event that answers it. Keys are numbers. */
export interface CommandResult {
  readonly key: number;
  readonly valueType: string;
  readonly intent: string;
  readonly value: object;
}

/**
 * Thrown when the engine refuses a command. `message` is the text the gateway sends:
 * `Command 'INTENT' rejected with code 'TYPE': reason`.
 */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';
  readonly rejectionType: RejectionType;
  readonly reason: string;
  readonly valueType: string;
  readonly intent: string;

  constructor(
    rejection: { readonly type: RejectionType; readonly reason: string },
    command: { readonly valueType: string; readonly intent: string },
  ) {
    super(
      `Command '${command.intent}' rejected with code '${rejection.type}': ${rejection.reason}`,
    );
    this.rejectionType = rejection.type;
    this.reason = rejection.reason;
    this.valueType = command.valueType;
    this.intent = command.intent;
  }
}

/** True for a `CommandRejected`, also one from another copy of this module. */
export function isCommandRejected(error: unknown): error is CommandRejected {
  return error instanceof Error && error.name === 'CommandRejected' && 'rejectionType' in error;
}

/** Thrown when the engine is closed, or was stopped by a journal that can no longer write. */
export class EngineClosed extends Error {
  override readonly name = 'EngineClosed';
}
