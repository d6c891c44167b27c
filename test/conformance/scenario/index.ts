/** What scenarios are written with. */
export {
  compensation,
  error,
  escalation,
  link,
  message,
  signal,
  terminate,
  timer,
} from './event-definitions.js';
export type { EventDefinition } from './event-definitions.js';
export type { AdHocOptions, LoopOptions } from './nodes.js';
export { model } from './model-xml.js';
export type { Flow, Node, Resource, Scope } from './model-xml.js';
export {
  adHoc,
  and,
  beside,
  boundary,
  call,
  catches,
  each,
  end,
  eventSub,
  handler,
  job,
  listened,
  mapped,
  or,
  pass,
  race,
  receive,
  rule,
  script,
  start,
  sub,
  throws,
  userJob,
  userTask,
  xor,
} from './nodes.js';
export { scenarios } from './scenario.js';
export type { Scenario } from './scenario.js';
