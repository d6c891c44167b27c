import { FeelSyntaxError } from '../../model/feel/index.js';
import type { DmnModel } from '../../model/dmn/index.js';
import { deploymentErrors, formatDeploymentErrors } from '../../model/index.js';
import type { BpmnModel, Platform } from '../../model/index.js';
import { NotExecutable } from './compile-event.js';
import { compileModel } from './compile-process.js';
import type { ResourceContent } from './prepared-resource.js';

function broken(resourceName: string, reason: string): ResourceContent {
  return { kind: 'broken', text: `'${resourceName}': ${reason}` };
}

/**
 * What is known, by Camunda version, of models that passed: they are frozen, and engines of one
 * process share them.
 */
const checked = new WeakMap<BpmnModel, Map<Platform, ResourceContent>>();

/** Checks a BPMN file as a deployment to a Camunda version does. */
export function checkBpmn(
  model: BpmnModel,
  resourceName: string,
  level: Platform,
): ResourceContent {
  const known = checked.get(model);
  const content = known?.get(level) ?? check(model, resourceName, level);
  // What is refused is refused with the name of its file.
  if (content.kind === 'bpmn') {
    checked.set(model, (known ?? new Map<Platform, ResourceContent>()).set(level, content));
  }
  return content;
}

function check(model: BpmnModel, resourceName: string, level: Platform): ResourceContent {
  const errors = deploymentErrors(model, level);
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
  return model.refusals.length === 0
    ? { kind: 'dmn', model }
    : broken(resourceName, model.refusals.join('\n'));
}

/** A text of a JSON object; undefined when there is none. */
function textOf(json: object, name: string): string | undefined {
  const value: unknown = Object.entries(json).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** Checks a form: a JSON object with an `id` that is not blank; numbers and truth values count as text. */
export function checkForm(resource: Buffer, resourceName: string): ResourceContent {
  let form: unknown;
  try {
    form = JSON.parse(resource.toString('utf8'));
  } catch (error) {
    return broken(resourceName, error instanceof Error ? error.message : 'not JSON');
  }
  if (typeof form !== 'object' || form === null || Array.isArray(form)) {
    return broken(resourceName, 'Expected the form to be a JSON object');
  }
  const id: unknown = Object.entries(form).find(([name]) => name === 'id')?.[1];
  if (id === undefined || id === null) {
    return { kind: 'broken', text: 'Expected the form id to be present, but none given' };
  }
  if (typeof id !== 'string' && typeof id !== 'number' && typeof id !== 'boolean') {
    return broken(resourceName, 'Expected the form id to be a text');
  }
  const formId = String(id);
  return formId.trim() === ''
    ? { kind: 'broken', text: 'Expected the form id to be filled, but it is blank' }
    : { kind: 'form', formId, versionTag: textOf(form, 'versionTag') ?? '' };
}

/** Checks a file that the engine only keeps: a JSON object with an `id` that is not blank (8.7). */
export function checkOther(resource: Buffer, resourceName: string): ResourceContent {
  let json: unknown;
  try {
    json = JSON.parse(resource.toString('utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not JSON';
    return {
      kind: 'broken',
      text: `Failed to parse resource JSON. '${resourceName}': ${reason}`,
    };
  }
  const resourceId = typeof json === 'object' && json !== null ? textOf(json, 'id') : undefined;
  if (resourceId === undefined) {
    return { kind: 'broken', text: 'Expected the resource id to be present, but none given' };
  }
  return resourceId.trim() === ''
    ? { kind: 'broken', text: 'Expected the resource id to be filled, but it is blank' }
    : { kind: 'other', resourceId, versionTag: textOf(json as object, 'versionTag') ?? '' };
}
