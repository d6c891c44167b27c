import { isCommandRejected, EngineClosed, type CommandResult, type Engine } from '../../index.js';
import type { ControlledClock } from '../../index.js';
import type { Random } from '../../../test/chaos/random.js';
import {
  boundary,
  end,
  message,
  messageElement,
  node,
  processXml,
  start,
  task,
  timer,
} from '../process-xml.js';
import type { Truth } from './truth.js';

const order = processXml(
  'order',
  {
    nodes: [
      start('s', message('placed')),
      task('pack'),
      boundary('late', 'pack', timer('Duration', 'PT30S')),
      boundary('remind', 'pack', timer('Cycle', 'R3/PT9S'), false),
      node('receiveTask', 'wait', '', 'messageRef="paid"'),
      task('chase'),
      end('sent'),
      end('reminded'),
    ],
    flows: [
      's->pack',
      'pack->wait',
      'wait->sent',
      'late->chase',
      'chase->wait',
      'remind->reminded',
    ],
  },
  messageElement('placed', 'placed') + messageElement('paid', 'paid', '=orderId'),
);
const many = '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" />';
const batch = processXml('batch', {
  nodes: [
    start('b'),
    task(
      'count',
      '',
      `<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>${many}</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`,
    ),
    end('counted'),
  ],
  flows: ['b->count', 'count->counted'],
});

const hourMs = 3_600_000;

/** `unknown`: no answer came, so it may have happened or not. */
interface Asked {
  readonly answer: 'done' | 'unknown';
  /** Position up to which the log was acknowledged when the answer came. */
  readonly position: number;
}

/**
 * A client that remembers what it was promised: orders by message id, and jobs it completed. It asks
 * again for what it got no answer to, and now and then for what it did.
 */
export class Shop {
  readonly #random: Random;
  readonly #truth: Truth;
  readonly #clock: ControlledClock;
  readonly #orders = new Map<string, Asked>();
  readonly #completed = new Map<number, Asked>();
  #deployed: Asked | undefined;
  #isAlive: () => boolean = () => true;
  /** Commands that were answered. */
  answered = 0;

  constructor(random: Random, truth: Truth, clock: ControlledClock) {
    this.#random = random;
    this.#truth = truth;
    this.#clock = clock;
  }

  /**
   * After a restart. Answers for what is behind `position` are forgotten: only modes without a sync
   * may lose it. Nothing is heard from an engine that is dead.
   */
  begin(position: number, isAlive: () => boolean): void {
    this.#isAlive = isAlive;
    for (const asked of [this.#orders, this.#completed] as Map<unknown, Asked>[]) {
      for (const [key, one] of asked) {
        if (one.position > position) {
          asked.set(key, { answer: 'unknown', position: 0 });
        }
      }
    }
    if ((this.#deployed?.position ?? 0) > position) {
      this.#deployed = undefined;
    }
  }

  /** Does something: one command, or time passes. Resolves false once the engine is closed. */
  async act(engine: Engine): Promise<boolean> {
    if (this.#deployed === undefined) {
      return this.#deploy(engine);
    }
    const { queries } = engine;
    const job = this.#one(queries.jobs());
    const known = this.#one([...this.#orders.keys()]);
    const actions: (() => Promise<boolean>)[] = [
      () => this.#place(engine, `order-${this.#orders.size}`),
      () => this.#place(engine, `order-${this.#orders.size}`),
      () => this.#place(engine, known ?? 'order-0'),
      () => this.#command(engine, 'MESSAGE', 'PUBLISH', this.#payment(known)),
      () => this.#complete(engine, job?.key),
      () => this.#complete(engine, job?.key),
      () => this.#complete(engine, this.#one([...this.#completed.keys()])),
      () => this.#command(engine, 'JOB_BATCH', 'ACTIVATE', this.#jobRequest()),
      () => this.#command(engine, 'JOB', 'FAIL', this.#failure(), job?.key),
      () => this.#command(engine, 'PROCESS_INSTANCE_CREATION', 'CREATE', this.#batch()),
      () => this.#resolve(engine),
      () => this.#cancel(engine),
      () => this.#pass(),
      () => this.#pass(),
    ];
    return this.#random.pick(actions)();
  }

  /** Asks again for everything that got no answer. */
  async settle(engine: Engine): Promise<void> {
    if (this.#deployed === undefined) {
      await this.#deploy(engine);
    }
    for (const [id, { answer }] of [...this.#orders]) {
      if (answer === 'unknown') {
        await this.#place(engine, id);
      }
    }
    for (const [key, { answer }] of [...this.#completed]) {
      if (answer === 'unknown') {
        await this.#complete(engine, key);
      }
    }
    await engine.idle();
  }

  /** Compares what was promised with what the log says happened. */
  judge(): void {
    const started = new Map<unknown, number>();
    const done = new Map<number, number>();
    const fired = new Map<string, number>();
    for (const { recordType, valueType, intent, key, value } of this.#truth.records) {
      if (recordType !== 'EVENT') {
        continue;
      }
      if (valueType === 'VARIABLE' && intent === 'CREATED' && 'name' in value) {
        const { name, scopeKey, processInstanceKey, value: text } = value as unknown as VariableRow;
        if (name === 'orderId' && scopeKey === processInstanceKey) {
          started.set(JSON.parse(text), (started.get(JSON.parse(text)) ?? 0) + 1);
        }
      } else if (valueType === 'JOB' && intent === 'COMPLETED') {
        done.set(key, (done.get(key) ?? 0) + 1);
      } else if (valueType === 'TIMER' && intent === 'TRIGGERED') {
        fired.set(String(key), (fired.get(String(key)) ?? 0) + 1);
      }
    }
    for (const [id, { answer }] of this.#orders) {
      const times = started.get(id) ?? 0;
      if (times > 1 || (answer === 'done' && times === 0)) {
        this.#truth.violations.push(`order ${id} (${answer}) was begun ${times} times`);
      }
    }
    for (const [key, { answer }] of this.#completed) {
      if (answer === 'done' && done.get(key) !== 1) {
        this.#truth.violations.push(`job ${key} was completed ${done.get(key) ?? 0} times`);
      }
    }
    for (const [key, times] of [...done, ...fired]) {
      if (times > 1) {
        this.#truth.violations.push(`${key} was completed or triggered ${times} times`);
      }
    }
  }

  #deploy(engine: Engine): Promise<boolean> {
    const resources = Object.entries({ order, batch }).map(([name, xml]) => ({
      resourceName: `${name}.bpmn`,
      resource: Buffer.from(xml).toString('base64'),
    }));
    return this.#ask(
      engine,
      { valueType: 'DEPLOYMENT', intent: 'CREATE', value: { resources } },
      {
        answered: () => {
          this.#deployed = this.#done();
        },
      },
    );
  }

  #place(engine: Engine, id: string): Promise<boolean> {
    const before = this.#orders.get(id);
    this.#orders.set(id, before ?? { answer: 'unknown', position: 0 });
    const value = {
      name: 'placed',
      correlationKey: id,
      messageId: id,
      timeToLive: 24 * hourMs,
      variables: { orderId: id, price: this.#random.integer(1, 999) },
    };
    return this.#ask(
      engine,
      { valueType: 'MESSAGE', intent: 'PUBLISH', value },
      {
        answered: () => {
          if (this.#orders.get(id)?.answer === 'done') {
            this.#truth.violations.push(`order ${id} was taken a second time`);
          }
          this.#orders.set(id, this.#done());
        },
        refused: (type) => {
          if (type === 'ALREADY_EXISTS' && this.#orders.get(id)?.answer === 'unknown') {
            this.#orders.set(id, this.#done());
          }
        },
      },
    );
  }

  #complete(engine: Engine, jobKey: number | undefined): Promise<boolean> {
    if (jobKey === undefined) {
      return Promise.resolve(true);
    }
    const before = this.#completed.get(jobKey);
    const command = { valueType: 'JOB', intent: 'COMPLETE', key: jobKey };
    return this.#ask(
      engine,
      { ...command, value: { variables: { by: jobKey } } },
      {
        answered: () => {
          if (this.#completed.get(jobKey)?.answer === 'done') {
            this.#truth.violations.push(`job ${jobKey} was completed a second time`);
          }
          this.#completed.set(jobKey, this.#done());
        },
        refused: () => {
          if (before?.answer === 'unknown') {
            this.#completed.delete(jobKey);
          }
        },
        unanswered: () => {
          this.#completed.set(jobKey, before ?? { answer: 'unknown', position: 0 });
        },
      },
    );
  }

  #command(
    engine: Engine,
    valueType: string,
    intent: string,
    value: object,
    key = 1,
  ): Promise<boolean> {
    return this.#ask(engine, { valueType, intent, value, key });
  }

  #payment(orderId = 'nobody'): object {
    const timeToLive = this.#random.pick([0, 5_000]);
    return { name: 'paid', correlationKey: orderId, timeToLive, variables: { paid: true } };
  }

  #jobRequest(): object {
    const type = this.#random.pick(['pack', 'chase', 'count']);
    return { type, worker: 'shop', timeout: 7_000, maxJobsToActivate: this.#random.integer(1, 5) };
  }

  #failure(): object {
    return { retries: this.#random.integer(0, 2), retryBackoff: this.#random.pick([0, 4_000]) };
  }

  #batch(): object {
    const items = Array.from(
      { length: this.#random.pick([0, 1, 2, 3, 3, 120]) },
      (_, place) => place,
    );
    return { bpmnProcessId: 'batch', variables: { items } };
  }

  #resolve(engine: Engine): Promise<boolean> {
    const incident = this.#one(engine.queries.incidents());
    return this.#command(engine, 'INCIDENT', 'RESOLVE', {}, incident?.key);
  }

  #cancel(engine: Engine): Promise<boolean> {
    const instances = engine.queries.instances();
    const batches = instances.filter(({ value }) => value.bpmnProcessId === 'batch');
    return this.#command(engine, 'PROCESS_INSTANCE', 'CANCEL', {}, this.#one(batches)?.key);
  }

  #pass(): Promise<boolean> {
    this.#clock.advance(this.#random.integer(0, 8_000));
    return Promise.resolve(true);
  }

  #done(): Asked {
    this.answered += 1;
    return { answer: 'done', position: this.#truth.acknowledged };
  }

  #one<Value>(values: readonly Value[]): Value | undefined {
    return values.length === 0 ? undefined : this.#random.pick(values);
  }

  async #ask(
    engine: Engine,
    command: Parameters<Engine['execute']>[0],
    hear: {
      readonly answered?: (result: CommandResult) => void;
      readonly refused?: (type: string) => void;
      readonly unanswered?: () => void;
    } = {},
  ): Promise<boolean> {
    const isAlive = this.#isAlive;
    try {
      const pending = engine.execute(command);
      hear.unanswered?.();
      const result = await pending;
      if (!isAlive()) {
        return await new Promise(() => undefined);
      }
      hear.answered?.(result);
      return true;
    } catch (error) {
      if (!isAlive()) {
        return new Promise(() => undefined);
      }
      if (isCommandRejected(error)) {
        hear.refused?.(error.rejectionType);
        return true;
      }
      if (error instanceof EngineClosed) {
        return false;
      }
      throw error;
    }
  }
}

interface VariableRow {
  readonly name: string;
  readonly scopeKey: number;
  readonly processInstanceKey: number;
  readonly value: string;
}
