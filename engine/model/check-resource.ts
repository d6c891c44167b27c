import { FeelSyntaxError } from '../../model/feel/index.js';
import type { DmnModel } from '../../model/dmn/index.js';
import { deploymentErrors, formatDeploymentErrors } from '../../model/index.js';
import type { BpmnModel } from '../../model/index.js';
import { NotExecutable } from './compile-event.js';
import { compileModel } from './compile-process.js';
import type { ResourceContent } from './prepared-resource.js';

function broken(resourceName: string, reason: string): ResourceContent {
  return { kind: 'broken', text: `'${resourceName}': ${reason}` };
}

/** Checks a BPMN file as a deployment does. */
export function checkBpmn(model: BpmnModel, resourceName: string): ResourceContent {
  const errors = deploymentErrors(model);
  if (errors.length > 0) {
    return { kind: 'broken', text: formatDeploymentErrors(resourceName, errors) };
  }
  try {
    const processes = compileModel(model);
    return processes.length === 0
      ? broken(resourceName, 'Must contain at least one executable process')
      : { kind: 'bpmn', processes };
  } catch (error) {
    if (error instanceof NotExecutable) {
      return broken(resourceName, `- Element: ${error.elementId}\n    - ERROR: ${error.message}\n`);
    }
    if (error instanceof FeelSyntaxError) {
      return broken(resourceName, error.message);
    }
    throw error;
  }
}

/** Checks a DMN file as a deployment does. */
export function checkDmn(model: DmnModel, resourceName: string): ResourceContent {
  const error = model.diagnostics.find((diagnostic) => diagnostic.severity === 'error');
  return error === undefined
    ? { kind: 'dmn', model }
    : broken(resourceName, `${error.message} (line ${error.place.line})`);
}

/** Checks a form: a JSON object with a text `id`. */
export function checkForm(resource: Buffer, resourceName: string): ResourceContent {
  let form: unknown;
  try {
    form = JSON.parse(resource.toString('utf8'));
  } catch (error) {
    return broken(resourceName, error instanceof Error ? error.message : 'not JSON');
  }
  const id = typeof form === 'object' && form !== null && 'id' in form ? form.id : undefined;
  return typeof id === 'string' && id !== ''
    ? { kind: 'form', formId: id }
    : broken(resourceName, 'Expected the form id to be present, but none given');
}
