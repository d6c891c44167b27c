import type { AdviceRule } from './advice-rule.js';
import { camunda7Leftovers } from './camunda-7-leftovers.js';
import { correlationWriter } from './correlation-writer.js';
import { executionPlatform } from './execution-platform.js';
import { missingLabel, sameEndName } from './labels.js';
import { missingCompensation } from './missing-compensation.js';
import { unreachedNode } from './unreached-node.js';
import { userTaskKind } from './user-task-kind.js';

/** Every rule about models that deploy. */
export const adviceRules: readonly AdviceRule[] = [
  executionPlatform,
  missingLabel,
  sameEndName,
  missingCompensation,
  correlationWriter,
  unreachedNode,
  userTaskKind,
  camunda7Leftovers,
];
