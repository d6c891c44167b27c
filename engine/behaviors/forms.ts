import type { FormReference } from '../model/executable.js';
import type { Processing } from '../processors/processing.js';
import { ElementFailure } from '../processors/refusal.js';
import type { FormValue } from '../records/values.js';
import type { Element } from './element.js';
import { evaluateString } from './expressions.js';

/** The versions of a form, oldest first. */
function versionsOf(cx: Processing, formId: string): readonly FormValue[] {
  return cx.state.formVersions
    .get(formId)
    .map((key) => cx.state.forms.get(key))
    .filter((row): row is FormValue => row !== undefined);
}

function notFound(text: string): ElementFailure {
  return new ElementFailure('FORM_NOT_FOUND', text);
}

/** The form that an element refers to. Throws `ElementFailure` when it is not deployed. */
export function findForm(cx: Processing, element: Element, reference: FormReference): FormValue {
  const formId = evaluateString(cx, reference.formId, { scopeKey: element.key });
  const versions = versionsOf(cx, formId);
  switch (reference.bindingType) {
    case 'deployment': {
      const own = cx.state.processes.get(element.value.processDefinitionKey);
      const found = versions.findLast((row) => row.deploymentKey === own?.deploymentKey);
      if (found === undefined) {
        throw notFound(
          `Expected to use a form with id '${formId}' with binding type 'deployment', but no such form found in the deployment with key ${own?.deploymentKey ?? -1} which contained the current process. ` +
            'To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended form to use.',
        );
      }
      return found;
    }
    case 'versionTag': {
      const found = versions.findLast((row) => row.versionTag === reference.versionTag);
      if (found === undefined) {
        throw notFound(
          `Expected to use a form with id '${formId}' and version tag '${reference.versionTag ?? ''}', but no such form found. To resolve the incident, deploy a form with the given id and version tag.\n`,
        );
      }
      return found;
    }
    default: {
      const found = versions.at(-1);
      if (found === undefined) {
        throw notFound(
          `Expected to find a form with id '${formId}', but no form with this id is found, at least a form with this id should be available. ` +
            'To resolve the Incident please deploy a form with the same id',
        );
      }
      return found;
    }
  }
}
