import { setTimeout as sleep } from 'node:timers/promises';

/** A process instance as Operate's API shows it. */
export interface OperateInstance {
  readonly key: number;
  readonly bpmnProcessId: string;
  readonly state: 'ACTIVE' | 'COMPLETED' | 'CANCELED';
  readonly incident?: boolean;
}

/** An incident as Operate's API shows it. */
export interface OperateIncident {
  readonly key: number;
  readonly type: string;
  readonly message: string;
}

/** Operate shows what Camunda exported some seconds before. */
const LAG_LIMIT_MS = 60_000;

/** A caller of Operate's API, logged in. */
export class OperateApi {
  readonly #url: string;
  readonly #cookie: string;

  private constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  /** Logs in. `operateUrl` is the page's, which ends in `/operate`. */
  static async login(operateUrl: string): Promise<OperateApi> {
    const url = new URL(operateUrl).origin;
    const response = await fetch(`${url}/api/login?username=demo&password=demo`, {
      method: 'POST',
    });
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ');
    return new OperateApi(url, cookie);
  }

  /** Sends JSON to a path of the same server, Camunda's own REST API included. */
  async send(
    path: string,
    body: object,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** The key of the instance that has a booking's id as a variable, once Operate knows it. */
  async instanceOf(bookingId: string): Promise<number> {
    const filter = { name: 'bookingId', value: JSON.stringify(bookingId) };
    return eventually(async () => {
      const [found] = await this.#search<{ readonly processInstanceKey: number }>(
        'variables',
        filter,
      );
      return found?.processInstanceKey;
    }, `Operate shows no instance of booking ${bookingId}`);
  }

  /** The instance, once it is as wanted. */
  async instanceWhen(
    key: number,
    wanted: (instance: OperateInstance) => boolean,
  ): Promise<OperateInstance> {
    let last: OperateInstance | undefined;
    return eventually(
      async () => {
        [last] = await this.#search<OperateInstance>('process-instances', { key });
        return last !== undefined && wanted(last) ? last : undefined;
      },
      () => `Operate shows instance ${String(key)} as ${JSON.stringify(last)}`,
    );
  }

  /** The incidents of an instance, once there is one. */
  async incidentsOf(processInstanceKey: number): Promise<readonly OperateIncident[]> {
    return eventually(
      async () => {
        const found = await this.#search<OperateIncident>('incidents', { processInstanceKey });
        return found.length > 0 ? found : undefined;
      },
      `Operate shows no incident of instance ${String(processInstanceKey)}`,
    );
  }

  async #search<Item>(what: string, filter: object): Promise<readonly Item[]> {
    const { body } = await this.send(`/v1/${what}/search`, { filter });
    // The shape is Operate's; what is not there fails the assertion of the caller.
    return (body as { readonly items?: readonly Item[] } | undefined)?.items ?? [];
  }
}

async function eventually<Value>(
  look: () => Promise<Value | undefined>,
  complaint: string | (() => string),
): Promise<Value> {
  const giveUpAt = Date.now() + LAG_LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(typeof complaint === 'string' ? complaint : complaint());
    }
    await sleep(250);
  }
}
