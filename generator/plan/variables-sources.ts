import type { Decision } from '../../model/dmn/index.js';
import type { Form } from '../../model/forms/index.js';
import type { FlowNode } from '../../model/index.js';
import type { Json } from '../json.js';
import type { ThrowableErrors } from './plan-types.js';
import { formSchemas, type FormSchemas } from './form-schemas.js';

/** What is known of a process that call activities start. */
export interface CalledTypes {
  /** Object schema of what its start takes. */
  readonly input: Json;
  /** Object schema of its variables at its end. */
  readonly result: Json;
  readonly definitions: ReadonlyMap<string, Json>;
}

/** What the other sources of a run know. */
export interface KnownSources {
  /** By form id; the forms embedded in a process come first for that process. */
  readonly forms: ReadonlyMap<string, readonly Form[]>;
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Undefined for a process that is not among the sources, or that calls the asking one. */
  readonly called: (processId: string) => CalledTypes | undefined;
  /** Error codes that every call of a process catches, where only calls start it. */
  readonly caughtByCallers: (processId: string) => ThrowableErrors;
}

/** Nothing but the model. */
export const NOTHING_KNOWN: KnownSources = {
  forms: new Map(),
  decisions: new Map(),
  called: () => undefined,
  caughtByCallers: () => [],
};

const EMBEDDED = 'camunda-forms:bpmn:';

/** The form of a user task or start event, when it is among the sources or in the model. */
export function formOf(
  node: FlowNode,
  {
    known,
    embedded,
  }: { readonly known: KnownSources; readonly embedded: ReadonlyMap<string, Form> },
): Form | undefined {
  const { formId, formKey, tag } = formReference(node);
  if (formKey?.isFeel === false && formKey.text.startsWith(EMBEDDED)) {
    return embedded.get(formKey.text.slice(EMBEDDED.length));
  }
  if (formId === undefined || formId.isFeel) {
    return undefined;
  }
  const forms = known.forms.get(formId.text) ?? [];
  return forms.find((form) => tag === undefined || form.versionTag === tag);
}

function formReference(node: FlowNode) {
  if (node.kind === 'userTask') {
    const { formId, formKey, formVersionTag } = node.userTask;
    return { formId, formKey, tag: formVersionTag };
  }
  return node.kind === 'startEvent'
    ? { formId: node.formId, formKey: node.formKey, tag: undefined }
    : { formId: undefined, formKey: undefined, tag: undefined };
}

const schemas = new WeakMap<Form, FormSchemas>();

/** The schemas of a form, made once. */
export function schemasOfForm(form: Form): FormSchemas {
  const found = schemas.get(form) ?? formSchemas(form);
  schemas.set(form, found);
  return found;
}
