import { request } from '../shared/request.js';

/**
 * The part of the Camunda 8 Orchestration Cluster REST API, version 2, that the inspector reads.
 * Each search gives back `{ items, totalItems }`.
 */
export class EngineApi {
  #base;

  /** @param base where the engine's REST API is: an address, or a path on this server */
  constructor(base) {
    this.#base = String(base).replace(/\/+$/, '');
  }

  /** Process instances, newest first; each filter may be undefined. */
  searchProcessInstances({ processInstanceKey, state, hasIncident, from = 0, limit }) {
    return this.#search('process-instances', {
      filter: {
        ...(processInstanceKey === undefined ? {} : { processInstanceKey }),
        ...(state === undefined ? {} : { state }),
        ...(hasIncident === undefined ? {} : { hasIncident }),
      },
      sort: [{ field: 'processInstanceKey', order: 'DESC' }],
      page: { from, limit },
    });
  }

  /** Incidents, newest first. */
  searchIncidents({ limit }) {
    return this.#search('incidents', {
      filter: {},
      sort: [{ field: 'creationTime', order: 'DESC' }],
      page: { from: 0, limit },
    });
  }

  /** The variables of a process instance, by name. */
  searchVariables({ processInstanceKey, limit }) {
    return this.#search('variables', {
      filter: { processInstanceKey },
      sort: [{ field: 'name', order: 'ASC' }],
      page: { from: 0, limit },
    });
  }

  async #search(what, body) {
    const answer = await request(`${this.#base}/v2/${what}/search`, { method: 'POST', body });
    const items = Array.isArray(answer.items) ? answer.items : [];
    return { items, totalItems: answer.page?.totalItems ?? items.length };
  }
}

/** Where the engine is, and the address of Operate where there is one. */
export async function readInspectorConfig() {
  const config = await request('/inspector-config.json');
  return {
    restAddress: httpAddress(config.restAddress) ?? '',
    operateUrl: httpAddress(config.operateUrl),
  };
}

/** An http(s) address without its trailing slash, or undefined: nothing else may become a link. */
function httpAddress(value) {
  if (typeof value !== 'string' || value === '') {
    return undefined;
  }
  const url = URL.canParse(value, location.href) ? new URL(value, location.href) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol)
    ? url.href.replace(/\/+$/, '')
    : undefined;
}
