import type { AdviceRule, ModelAdvice } from './advice-rule.js';
import { camunda7Leftovers } from './camunda-7-leftovers.js';
import { correlationWriter } from './correlation-writer.js';
import { executionPlatform } from './execution-platform.js';
import { duplicateCondition, gatewayWithoutDefault } from './gateway-conditions.js';
import { holdTooShort } from './hold-too-short.js';
import { missingLabel, sameEndName } from './labels.js';
import { missingCompensation } from './missing-compensation.js';
import { noRetries } from './no-retries.js';
import { nothingToCompensate } from './nothing-to-compensate.js';
import { calledDecisionOutside, calledProcessOutside, formOutside } from './outside-the-set.js';
import { standardLoop } from './standard-loop.js';
import { timerAtOnce } from './timer-at-once.js';
import { uncaughtThrow } from './uncaught-throw.js';
import { unreachedNode } from './unreached-node.js';
import { unthrownError } from './unthrown-error.js';
import { userTaskKind } from './user-task-kind.js';
import { waitWithoutTimer } from './wait-without-timer.js';

/** Rules about models that deploy which look at one model alone. */
export const modelRules: readonly ModelAdvice[] = [
  executionPlatform,
  missingLabel,
  sameEndName,
  missingCompensation,
  unreachedNode,
  userTaskKind,
  camunda7Leftovers,
  waitWithoutTimer,
  holdTooShort,
  noRetries,
  unthrownError,
  nothingToCompensate,
  gatewayWithoutDefault,
  duplicateCondition,
  timerAtOnce,
  standardLoop,
];

/** Rules about models that deploy which also look at what goes with a model. */
export const setRules: readonly AdviceRule[] = [
  correlationWriter,
  uncaughtThrow,
  calledProcessOutside,
  calledDecisionOutside,
  formOutside,
];
