import { GatewayError } from '../../gateway/index.js';
import { lookupKey } from '../path-key.js';
import { route, type Route } from '../route.js';
import { readSearch, search } from './search.js';
import type { Searchable, SearchItem } from './search-item.js';

/** `POST {path}/search` for a kind of thing. */
export function searchRoute(kind: Searchable): Route {
  return route('POST', `${kind.path}/search`, async (request) => {
    const query = readSearch(await request.optionalJson());
    const items = await kind.items(wantedInstance(query.filter));
    return { body: search(items, kind, query) };
  });
}

/** `POST {path}/{…}/search`: a search among the things of one process instance. */
export function searchWithinRoute(path: string, kind: Searchable): Route {
  return route('POST', path, async (request) => {
    const query = readSearch(await request.optionalJson());
    const items = await kind.items(lookupKey(request.params, 'processInstanceKey'));
    return { body: search(items, kind, query) };
  });
}

/** `GET {path}/{key}`; `noun` is how a thing that is not there is called. */
export function getRoute(kind: Searchable, noun: string): Route {
  const name = kind.keyField;
  return route('GET', `${kind.path}/{${name}}`, async ({ params }) => ({
    body: await findItem(kind, { key: String(lookupKey(params, name)), noun }),
  }));
}

/** The thing with this key. Throws `NOT_FOUND` when there is none. */
export async function findItem(
  kind: Searchable,
  wanted: { readonly key: string; readonly noun: string },
): Promise<SearchItem> {
  const isInstance = kind.keyField === 'processInstanceKey';
  const items = await kind.items(isInstance ? Number(wanted.key) : undefined);
  const found = items.find((item) => item[kind.keyField] === wanted.key);
  if (found === undefined) {
    throw new GatewayError('NOT_FOUND', `${wanted.noun} with key '${wanted.key}' not found`);
  }
  return found;
}

/** The usual search is for one process instance: then that one alone is looked at. */
function wantedInstance(
  filter: Readonly<Record<string, unknown>> | null | undefined,
): number | undefined {
  const wanted = filter?.processInstanceKey;
  const key =
    typeof wanted === 'object' && wanted !== null && '$eq' in wanted ? wanted.$eq : wanted;
  return typeof key === 'string' && /^\d{1,16}$/.test(key) ? Number(key) : undefined;
}
