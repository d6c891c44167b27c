import type { History } from '../exporters/history.js';
import { GatewayError } from '../gateway/index.js';
import type { EngineQueries } from '../queries/engine-queries.js';
import { defaultTenant, type FormValue, type ProcessValue } from '../records/values.js';
import { lookupKey } from './path-key.js';
import { noContent, route, type RestResponse, type Route } from './route.js';
import {
  decisionDefinitions,
  decisionRequirements,
  processDefinitions,
} from './search/definition-searches.js';
import {
  correlatedMessages,
  decisionInstances,
  messageSubscriptions,
} from './search/event-searches.js';
import { elementInstances, processInstances, type Sources } from './search/instance-searches.js';
import { ModelNameReader } from './search/model-names.js';
import { readSearch, search } from './search/search.js';
import type { SearchItem } from './search/search-item.js';
import { findItem, getRoute, searchRoute, searchWithinRoute } from './search/search-routes.js';
import { incidents, jobs, userTasks, variables } from './search/work-searches.js';
import { statisticsRoutes } from './statistics-routes.js';

/** What reading operations read. */
export interface ReadSources {
  readonly history: History;
  readonly queries: EngineQueries;
}

/** Operations that only read. */
export function readRoutes({ history, queries }: ReadSources): readonly Route[] {
  const names = new ModelNameReader();
  const sources = { history, names };
  const instances = processInstances(sources);
  const tasks = userTasks(sources);
  return [
    searchRoute(instances),
    getRoute(instances, 'Process Instance'),
    searchWithinRoute(
      'process-instances/{processInstanceKey}/incidents/search',
      incidents(sources),
    ),
    searchRoute(elementInstances(sources)),
    getRoute(elementInstances(sources), 'Element Instance'),
    searchRoute(incidents(sources)),
    getRoute(incidents(sources), 'Incident'),
    searchRoute(variables(sources)),
    getRoute(variables(sources), 'Variable'),
    searchRoute(jobs(sources)),
    searchRoute(tasks),
    getRoute(tasks, 'User Task'),
    route('POST', 'user-tasks/{userTaskKey}/variables/search', async (request) => {
      const task = await findItem(tasks, {
        key: String(lookupKey(request.params, 'userTaskKey')),
        noun: 'User Task',
      });
      const query = readSearch(await request.optionalJson());
      const kind = variables(sources);
      return { body: search(await visibleVariables(task, sources), kind, query) };
    }),
    route('GET', 'user-tasks/{userTaskKey}/form', async ({ params }) => {
      const key = String(lookupKey(params, 'userTaskKey'));
      const { formKey } = await findItem(tasks, { key, noun: 'User Task' });
      return formAnswer(queries.forms().find((form) => String(form.formKey) === formKey));
    }),
    searchRoute(processDefinitions(sources)),
    getRoute(processDefinitions(sources), 'Process Definition'),
    ...definitionRoutes({ history, queries }, names),
    searchRoute(decisionDefinitions(queries)),
    getRoute(decisionDefinitions(queries), 'Decision Definition'),
    searchRoute(decisionRequirements(queries)),
    getRoute(decisionRequirements(queries), 'Decision Requirements'),
    ...decisionXmlRoutes(queries),
    searchRoute(decisionInstances(history)),
    route('GET', 'decision-instances/{decisionEvaluationInstanceKey}', async ({ params }) => ({
      body: await findItem(decisionInstances(history), {
        key: params.decisionEvaluationInstanceKey ?? '',
        noun: 'Decision Instance',
      }),
    })),
    searchRoute(messageSubscriptions(history)),
    searchRoute(correlatedMessages(history)),
    ...statisticsRoutes(history),
    ...resourceRoutes({ history, queries }),
  ];
}

/** Variables that can be seen from an element: the nearest of each name. */
async function visibleVariables(
  task: SearchItem,
  sources: Sources,
): Promise<readonly SearchItem[]> {
  const instanceKey = Number(task.processInstanceKey);
  const elements = await elementInstances(sources).items(instanceKey);
  const scopes = new Map(elements.map((one) => [one.elementInstanceKey, one.scopeKey]));
  const all = await variables(sources).items(instanceKey);
  const seen = new Map<unknown, SearchItem>();
  for (let scope = task.elementInstanceKey; scope !== undefined; scope = scopes.get(scope)) {
    for (const variable of all.filter((one) => one.scopeKey === scope)) {
      seen.set(variable.name, seen.get(variable.name) ?? variable);
    }
  }
  return [...seen.values()];
}

function definitionRoutes(
  { history, queries }: ReadSources,
  names: ModelNameReader,
): readonly Route[] {
  const path = 'process-definitions/{processDefinitionKey}';
  return [
    route('GET', `${path}/xml`, ({ params }) =>
      Promise.resolve(xml(definition(history, lookupKey(params, 'processDefinitionKey')).resource)),
    ),
    route('GET', `${path}/form`, async ({ params }) => {
      const value = definition(history, lookupKey(params, 'processDefinitionKey'));
      const { startFormId } = await names.of(value, value.bpmnProcessId);
      return formAnswer(
        queries
          .forms()
          .filter(({ formId }) => formId === startFormId)
          .at(-1),
      );
    }),
  ];
}

function definition(history: History, key: number): ProcessValue {
  const found = history.definitions().get(key);
  if (found === undefined) {
    throw new GatewayError('NOT_FOUND', `Process Definition with key '${key}' not found`);
  }
  return found;
}

function decisionXmlRoutes(queries: EngineQueries): readonly Route[] {
  const fileXml = (key: number | undefined, noun: string, asked: number): RestResponse => {
    const file = queries
      .decisionRequirements()
      .find(({ decisionRequirementsKey }) => decisionRequirementsKey === key);
    if (file === undefined) {
      throw new GatewayError('NOT_FOUND', `${noun} with key '${asked}' not found`);
    }
    return xml(file.resource);
  };
  return [
    route('GET', 'decision-requirements/{decisionRequirementsKey}/xml', ({ params }) => {
      const key = lookupKey(params, 'decisionRequirementsKey');
      return Promise.resolve(fileXml(key, 'Decision Requirements', key));
    }),
    route('GET', 'decision-definitions/{decisionDefinitionKey}/xml', ({ params }) => {
      const key = lookupKey(params, 'decisionDefinitionKey');
      const decision = queries.decisions().find(({ decisionKey }) => decisionKey === key);
      return Promise.resolve(
        fileXml(decision?.decisionRequirementsKey, 'Decision Definition', key),
      );
    }),
  ];
}

function resourceRoutes({ history, queries }: ReadSources): readonly Route[] {
  const find = (key: number): { readonly item: object; readonly resource: string } => {
    const process = history.definitions().get(key);
    if (process !== undefined) {
      const { bpmnProcessId: resourceId, resourceName, version, versionTag, resource } = process;
      return {
        item: resourceItem(key, { resourceId, resourceName, version, versionTag }),
        resource,
      };
    }
    const form = queries.forms().find(({ formKey }) => formKey === key);
    if (form !== undefined) {
      const { formId: resourceId, resourceName, version, versionTag, resource } = form;
      return {
        item: resourceItem(key, { resourceId, resourceName, version, versionTag }),
        resource,
      };
    }
    throw new GatewayError('NOT_FOUND', `Resource with key '${key}' not found`);
  };
  return [
    route('GET', 'resources/{resourceKey}', ({ params }) =>
      Promise.resolve({ body: find(lookupKey(params, 'resourceKey')).item }),
    ),
    route('GET', 'resources/{resourceKey}/content', ({ params }) => {
      const { resource } = find(lookupKey(params, 'resourceKey'));
      return Promise.resolve({ body: textOf(resource), contentType: 'text/plain; charset=utf-8' });
    }),
  ];
}

function resourceItem(
  resourceKey: number,
  given: {
    readonly resourceId: string;
    readonly resourceName: string;
    readonly version: number;
    readonly versionTag: string;
  },
): object {
  const versionTag = given.versionTag === '' ? null : given.versionTag;
  return { ...given, versionTag, resourceKey: String(resourceKey), tenantId: defaultTenant };
}

function formAnswer(form: FormValue | undefined): RestResponse {
  return form === undefined
    ? noContent
    : {
        body: {
          formKey: String(form.formKey),
          formId: form.formId,
          version: form.version,
          // A form is checked to be a JSON object when it is deployed.
          schema: JSON.parse(textOf(form.resource)) as unknown,
          tenantId: defaultTenant,
        },
      };
}

function xml(resource: string): RestResponse {
  return { body: textOf(resource), contentType: 'text/xml; charset=utf-8' };
}

function textOf(resource: string): string {
  return Buffer.from(resource, 'base64').toString('utf8');
}
