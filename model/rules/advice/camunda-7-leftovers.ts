import { diagnose } from '../../codes.js';
import { nearestId } from '../../read/reading.js';
import type { XmlElement } from '../../read/xml-document.js';
import type { ModelAdvice } from './advice-rule.js';

const camunda7Namespace = 'http://camunda.org/schema/1.0/bpmn';

/** Attributes and elements of Camunda 7 have no effect on Camunda 8. */
export const camunda7Leftovers: ModelAdvice = (model) => {
  const found: { readonly element: XmlElement; readonly name: string }[] = [];
  const visit = (element: XmlElement): void => {
    if (element.namespace === camunda7Namespace) {
      found.push({ element, name: element.qualifiedName });
      return;
    }
    for (const { namespace, qualifiedName } of element.attributes) {
      if (namespace === camunda7Namespace) {
        found.push({ element, name: qualifiedName });
      }
    }
    element.children.forEach(visit);
  };
  if (model.root !== undefined) {
    visit(model.root);
  }
  return found.map(({ element, name }) =>
    diagnose('BPMN157', { place: element.place, elementId: nearestId(element), values: { name } }),
  );
};
