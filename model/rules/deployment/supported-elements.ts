import type { DeploymentRule } from './deployment-rule.js';

/** Flow elements of BPMN that Camunda 8.6 does not run. */
const unsupportedNames = [
  'adHocSubProcess',
  'transaction',
  'complexGateway',
  'implicitThrowEvent',
  'callChoreography',
  'choreographyTask',
  'subChoreography',
] as const;

/** Only what the engine runs may be drawn. */
export const supportedElements: DeploymentRule = {
  code: 'BPMN136',
  elements: unsupportedNames,
  check: ({ name }) => [
    `Elements of type '${name.charAt(0).toUpperCase()}${name.slice(1)}' are currently not supported. Please refer to the documentation for a list of supported elements: https://docs.camunda.io/docs/components/modeler/bpmn/bpmn-coverage/`,
  ],
};
