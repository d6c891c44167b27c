import type { PreparedResource } from '../model/prepared-resource.js';

/** What is identified in a resource, and how a deployment that has two of it is refused. */
const kinds: readonly {
  readonly idsOf: (resource: PreparedResource) => readonly string[];
  readonly text: (id: string, first: string, second: string) => string;
}[] = [
  {
    idsOf: (resource) => (resource.kind === 'bpmn' ? resource.processes.map(({ id }) => id) : []),
    text: (_id, first, second) => `Duplicated process id in resources '${first}' and '${second}'`,
  },
  {
    idsOf: (resource) => (resource.kind === 'dmn' ? [resource.model.id] : []),
    text: (id, first, second) => duplicated('decision requirements', id, first, second),
  },
  {
    idsOf: (resource) =>
      resource.kind === 'dmn' ? resource.model.decisions.map(({ id }) => id) : [],
    text: (id, first, second) => duplicated('decision', id, first, second),
  },
  {
    idsOf: (resource) => (resource.kind === 'form' ? [resource.formId] : []),
    text: (id, first, second) => duplicated('form', id, first, second),
  },
  {
    idsOf: (resource) => (resource.kind === 'other' ? [resource.resourceId] : []),
    text: (id, first, second) => duplicated('resource', id, first, second),
  },
];

function duplicated(what: string, id: string, first: string, second: string): string {
  return (
    `Expected the ${what} ids to be unique within a deployment ` +
    `but found a duplicated id '${id}' in the resources '${first}' and '${second}'.`
  );
}

/** Says which processes, decisions and forms several resources of one deployment define; empty when none. */
export function duplicateIds(resources: readonly PreparedResource[]): readonly string[] {
  const seen = kinds.map(() => new Map<string, string>());
  const errors: string[] = [];
  for (const resource of resources) {
    // Of one resource the first fault is told: a file whose requirements are there twice has every decision twice.
    const fault = kinds
      .flatMap(({ idsOf, text }, index) =>
        idsOf(resource).flatMap((id) => {
          const first = seen[index]?.get(id);
          return first === undefined ? [] : [text(id, first, resource.resourceName)];
        }),
      )
      .at(0);
    kinds.forEach(({ idsOf }, index) => {
      idsOf(resource).forEach((id) => seen[index]?.set(id, resource.resourceName));
    });
    errors.push(...(fault === undefined ? [] : [fault]));
  }
  return errors;
}
