import { byId, element, fillFacts, say } from '../shared/element.js';
import { formatDateTime } from '../shared/format.js';
import { startTheme } from '../shared/theme.js';
import { EngineApi, readInspectorConfig } from './engine-api.js';
import { incidentRow, instanceRow, variableRow } from './rows.js';

const PAGE_SIZE = 25;
const INCIDENTS = 50;
const VARIABLES = 200;
const FOLLOW_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
const INSTANCE = /^#\/instances\/([0-9]{1,19})$/;

/** Lists process instances and incidents, and shows the variables of the one that is chosen. */
class Inspector {
  #engine;
  #operateUrl;
  #from = 0;
  #timer;
  #wait = FOLLOW_MS;
  #turn = 0;
  #shownKey;

  /** Reads where the engine is; tries again, waiting longer each time, until it is told. */
  async start() {
    try {
      const config = await readInspectorConfig();
      this.#engine = new EngineApi(config.restAddress);
      this.#operateUrl = config.operateUrl;
      this.#showOperate();
    } catch (failure) {
      this.#fail(failure);
      this.#later(() => this.start());
      return;
    }
    await this.refresh();
  }

  /** Reads everything that is shown once more, and again later when asked to follow. */
  async refresh() {
    if (this.#engine === undefined) {
      return;
    }
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const key = chosenKey();
    try {
      const [instances, incidents, chosen, variables] = await Promise.all([
        this.#engine.searchProcessInstances({
          state: byId('filter-state').value || undefined,
          hasIncident: byId('filter-incident').checked || undefined,
          from: this.#from,
          limit: PAGE_SIZE,
        }),
        this.#engine.searchIncidents({ limit: INCIDENTS }),
        key === undefined
          ? undefined
          : this.#engine.searchProcessInstances({ processInstanceKey: key, limit: 1 }),
        key === undefined
          ? undefined
          : this.#engine.searchVariables({ processInstanceKey: key, limit: VARIABLES }),
      ]);
      // A later question makes this answer old.
      if (turn !== this.#turn) {
        return;
      }
      this.#wait = FOLLOW_MS;
      byId('inspector-problem').replaceChildren();
      this.#showInstances(instances, key);
      showIncidents(incidents);
      this.#showInstance(key, chosen?.items[0], variables);
    } catch (failure) {
      if (turn !== this.#turn) {
        return;
      }
      this.#fail(failure);
    }
    if (byId('follow').checked) {
      this.#later(() => this.refresh());
    }
  }

  /** Moves by so many pages. */
  async turnPage(by) {
    this.#from = Math.max(0, this.#from + by * PAGE_SIZE);
    await this.refresh();
  }

  /** Starts over at the newest process instance. */
  async firstPage() {
    this.#from = 0;
    await this.refresh();
  }

  #later(action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void action(), this.#wait);
  }

  #fail(failure) {
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    byId('inspector-problem').replaceChildren(
      element(
        'div',
        { class: 'notice bad', 'data-code': failure.code },
        element('p', {}, 'The engine did not answer as expected.'),
        element('p', { class: 'quiet' }, failure.message),
      ),
    );
  }

  #showInstances({ items, totalItems }, key) {
    const last = this.#from + items.length;
    say(
      byId('instances-status'),
      items.length === 0
        ? 'No process instances.'
        : `${String(this.#from + 1)} to ${String(last)} of ${String(totalItems)}`,
    );
    keepFocus(byId('instances'), () =>
      items.map((item) => instanceRow(item, String(item.processInstanceKey) === key)),
    );
    byId('newer').disabled = this.#from === 0;
    byId('older').disabled = last >= totalItems;
  }

  #showInstance(key, instance, variables) {
    byId('instance').hidden = key === undefined;
    if (key === undefined) {
      this.#shownKey = undefined;
      return;
    }
    say(
      byId('instance-title'),
      instance === undefined ? `No process instance ${key}` : `Process instance ${key}`,
    );
    fillFacts(byId('instance-facts'), [
      ['Process', instance?.processDefinitionId],
      ['Version', instance === undefined ? undefined : String(instance.processDefinitionVersion)],
      ['State', instance?.state],
      ['Started', instance === undefined ? undefined : formatDateTime(instance.startDate)],
      ['Ended', instance?.endDate ? formatDateTime(instance.endDate) : undefined],
      ['Operate', this.#operateLink(key)],
    ]);
    byId('variables').replaceChildren(
      ...processFirst(variables?.items ?? [], key).map((variable) => variableRow(variable, key)),
    );
    // Only a new choice moves the reader; looking again at the same one does not.
    if (this.#shownKey !== key) {
      this.#shownKey = key;
      byId('instance-title').focus();
    }
  }

  #operateLink(key) {
    return this.#operateUrl === undefined
      ? undefined
      : element(
          'a',
          { href: `${this.#operateUrl}/processes/${encodeURIComponent(key)}`, rel: 'noreferrer' },
          'Show it there',
        );
  }

  #showOperate() {
    if (this.#operateUrl !== undefined) {
      byId('operate').replaceChildren(
        element('a', { href: this.#operateUrl, rel: 'noreferrer' }, 'Operate'),
      );
      byId('operate').hidden = false;
    }
  }
}

function showIncidents({ items, totalItems }) {
  say(
    byId('incidents-status'),
    items.length === 0 ? 'No incidents.' : `${String(items.length)} of ${String(totalItems)}`,
  );
  keepFocus(byId('incidents'), () => items.map(incidentRow));
}

/** Variables of the process before those of single elements; else in the order given. */
function processFirst(variables, key) {
  const isLocal = (variable) => String(variable.scopeKey) !== key;
  return [...variables].sort((a, b) => Number(isLocal(a)) - Number(isLocal(b)));
}

/** Draws rows anew without taking the keyboard away from the button it was on. */
function keepFocus(body, draw) {
  const focused = body.contains(document.activeElement)
    ? document.activeElement.dataset.instance
    : undefined;
  body.replaceChildren(...draw());
  if (focused !== undefined) {
    body.querySelector(`button[data-instance="${CSS.escape(focused)}"]`)?.focus();
  }
}

function chosenKey() {
  return INSTANCE.exec(location.hash)?.[1];
}

const inspector = new Inspector();
byId('instance-filter').addEventListener('submit', (event) => {
  event.preventDefault();
  void inspector.refresh();
});
for (const id of ['filter-state', 'filter-incident']) {
  byId(id).addEventListener('change', () => void inspector.firstPage());
}
byId('follow').addEventListener('change', () => void inspector.refresh());
byId('newer').addEventListener('click', () => void inspector.turnPage(-1));
byId('older').addEventListener('click', () => void inspector.turnPage(1));
document.addEventListener('click', (event) => {
  const chosen = event.target.closest('[data-instance]');
  if (chosen !== null) {
    location.hash = `#/instances/${chosen.dataset.instance}`;
  }
});
addEventListener('hashchange', () => void inspector.refresh());
startTheme();
void inspector.start();
