import { newerSince } from '../../platform/features.js';
import type { DeploymentRule } from './deployment-rule.js';

/** Flow elements of BPMN that no version of Camunda 8 runs. */
const unsupportedNames = [
  'transaction',
  'complexGateway',
  'implicitThrowEvent',
  'callChoreography',
  'choreographyTask',
  'subChoreography',
] as const;

const check: DeploymentRule['check'] = ({ name }) => [
  `Elements of type '${name.charAt(0).toUpperCase()}${name.slice(1)}' are currently not supported. Please refer to the documentation for a list of supported elements: https://docs.camunda.io/docs/components/modeler/bpmn/bpmn-coverage/`,
];

/** Only what the engine runs may be drawn. */
export const supportedElements: DeploymentRule = {
  code: 'BPMN136',
  elements: unsupportedNames,
  check,
};

/** Ad-hoc sub-processes run since 8.7. */
export const supportedAdHoc: DeploymentRule = {
  code: 'BPMN136',
  before: newerSince('adHocSubProcess'),
  elements: ['adHocSubProcess'],
  check,
};
