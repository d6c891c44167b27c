import pg from 'pg';
import type { Logger } from '../../runtime/v1.js';

/** Called with a notification's payload; `undefined` means "look again, some may have been missed". */
export type OnNotification = (payload: string | undefined) => void;

/** One connection that waits for notifications, and wires itself up again when it is lost. */
export interface Listener {
  /** Calls `onNotification` for each NOTIFY on `channel`. Answers a function that ends it. */
  listen(channel: string, onNotification: OnNotification): () => void;
  close(): Promise<void>;
}

/** What `createListener` needs to know. */
export interface ListenerOptions {
  readonly url: string;
  readonly name: string;
  readonly logger: Logger;
}

const PING_EVERY_MS = 15_000;
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;

/**
 * Opens a connection for LISTEN. It resolves once the first connection stands. A lost connection is
 * noticed at once or, if the network swallows everything, by a ping within 20 s; after every
 * reconnect each listener is called with `undefined`, because notifications in between are gone.
 */
export async function createListener(options: ListenerOptions): Promise<Listener> {
  const listener = new ReconnectingListener(options);
  await listener.connect();
  return listener;
}

class ReconnectingListener implements Listener {
  readonly #options: ListenerOptions;
  readonly #channels = new Map<string, Set<OnNotification>>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: this.#options.name,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    client.on('error', () => {
      this.#lost(client);
    });
    client.on('end', () => {
      this.#lost(client);
    });
    client.on('notification', ({ channel, payload }) => {
      this.#channels.get(channel)?.forEach((call) => {
        call(payload);
      });
    });
    try {
      await client.connect();
      this.#client = client;
      await Promise.all([...this.#channels.keys()].map((channel) => subscribe(client, channel)));
    } catch (error) {
      this.#client = undefined;
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#retryMs = FIRST_RETRY_MS;
    this.#schedulePing(client);
  }

  listen(channel: string, onNotification: OnNotification): () => void {
    const calls = this.#channels.get(channel) ?? new Set();
    calls.add(onNotification);
    if (calls.size === 1 && !this.#channels.has(channel)) {
      this.#channels.set(channel, calls);
      this.#subscribeNow(channel, onNotification);
    }
    return () => {
      calls.delete(onNotification);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #subscribeNow(channel: string, onNotification: OnNotification): void {
    const client = this.#client;
    if (client === undefined) {
      return;
    }
    subscribe(client, channel).then(
      () => {
        onNotification(undefined);
      },
      () => {
        this.#lost(client);
      },
    );
  }

  #schedulePing(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      client.query('SELECT 1').then(
        () => {
          if (this.#client === client) {
            this.#schedulePing(client);
          }
        },
        () => {
          this.#lost(client);
        },
      );
    }, PING_EVERY_MS);
  }

  #lost(client: pg.Client): void {
    if (this.#closed || this.#client !== client) {
      return;
    }
    this.#client = undefined;
    clearTimeout(this.#timer);
    client.end().catch(() => undefined);
    this.#options.logger.warn({}, 'lost the connection that waits for notifications');
    this.#retry();
  }

  #retry(): void {
    this.#timer = setTimeout(() => {
      this.connect().then(
        () => {
          if (this.#closed) {
            void this.close();
            return;
          }
          for (const call of [...this.#channels.values()].flatMap((calls) => [...calls])) {
            call(undefined);
          }
        },
        () => {
          if (!this.#closed) {
            this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
            this.#retry();
          }
        },
      );
    }, this.#retryMs);
  }
}

async function subscribe(client: pg.Client, channel: string): Promise<void> {
  await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
}
