import { diagnose } from '../../codes.js';
import type { ModelAdvice } from './advice-rule.js';

/** Without a platform version, no tool knows which elements the model may use. */
export const executionPlatform: ModelAdvice = (model) =>
  model.root === undefined || model.executionPlatformVersion !== undefined
    ? []
    : [diagnose('BPMN150', { place: model.root.place })];
