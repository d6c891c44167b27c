/** One registered test. */
export interface RegisteredTest {
  readonly id: number;
  readonly file: string;
  readonly title: string;
  readonly run: () => Promise<void>;
}

type Body = (...values: readonly never[]) => unknown;

interface Suite {
  readonly parent: Suite | undefined;
  readonly title: string;
  readonly beforeAll: Body[];
  readonly afterAll: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
  started: Promise<void> | undefined;
}

/** What the switches in instrumented code talk to. */
export interface MutantSwitch {
  /** The mutant that is switched on; 0 for none. */
  active: number;
  /** Called with every mutant whose place the running code reaches. */
  reached: (id: number) => void;
}

/**
 * The part of jest that the fast tests use, without jest: tests are registered while their files are
 * imported and then run one by one in this process. `expect` is jest's own.
 */
export class Harness {
  readonly tests: RegisteredTest[] = [];
  readonly switch: MutantSwitch = { active: 0, reached: () => undefined };
  readonly #suites: Suite[] = [];
  #suite = newSuite(undefined, '');
  #file = '';

  /** Puts the globals in place that test files expect. */
  install(expect: unknown): void {
    const { switch: state } = this;
    const reach = (...ids: readonly number[]): void => {
      ids.forEach((id) => {
        state.reached(id);
      });
    };
    Object.assign(globalThis, {
      __mutant: {
        on: (id: number) => state.active === id,
        reach,
        at: (...ids: readonly number[]) => {
          reach(...ids);
          return ids.includes(state.active);
        },
      },
      __testFile: (file: string) => {
        this.#file = file;
        this.#suite = newSuite(undefined, '');
        this.#suites.push(this.#suite);
      },
      expect,
      describe: this.#describe(),
      test: this.#test(),
      it: this.#test(),
      beforeAll: (body: Body) => this.#suite.beforeAll.push(body),
      afterAll: (body: Body) => this.#suite.afterAll.push(body),
      beforeEach: (body: Body) => this.#suite.beforeEach.push(body),
      afterEach: (body: Body) => this.#suite.afterEach.push(body),
    });
  }

  /** Runs what the test files want done at the end. */
  async close(): Promise<void> {
    for (const suite of this.#suites.filter(({ started }) => started !== undefined)) {
      for (const body of suite.afterAll) {
        await body();
      }
    }
  }

  #describe() {
    const describe = (title: string, body: Body): void => {
      const outer = this.#suite;
      this.#suite = newSuite(outer, title);
      this.#suites.push(this.#suite);
      body();
      this.#suite = outer;
    };
    return Object.assign(describe, { skip: () => undefined, each: each(describe) });
  }

  #test() {
    const test = (title: string, body: Body): void => {
      const suite = this.#suite;
      this.tests.push({
        id: this.tests.length,
        file: this.#file,
        title: [...titlesOf(suite), title].join(' > '),
        run: () => runTest(suite, body),
      });
    };
    return Object.assign(test, {
      skip: () => undefined,
      todo: () => undefined,
      each: each(test),
    });
  }
}

function newSuite(parent: Suite | undefined, title: string): Suite {
  return {
    parent,
    title,
    beforeAll: [],
    afterAll: [],
    beforeEach: [],
    afterEach: [],
    started: undefined,
  };
}

function titlesOf(suite: Suite): readonly string[] {
  return suite.parent === undefined ? [] : [...titlesOf(suite.parent), suite.title];
}

/** `each` of a table: one registration a row; the row's number stands in for a formatted title. */
function each(register: (title: string, body: Body) => void) {
  return (table: readonly unknown[]) => (title: string, body: Body) => {
    table.forEach((row, index) => {
      const values = (Array.isArray(row) ? row : [row]) as readonly unknown[];
      // A row has the shape that the test's parameters name.
      register(`${title} [${String(index)}]`, () => body(...(values as readonly never[])));
    });
  };
}

async function runTest(suite: Suite, body: Body): Promise<void> {
  const around = [...ancestorsOf(suite)];
  for (const each of around) {
    each.started ??= runAll(each.beforeAll);
    await each.started;
  }
  for (const each of around) {
    await runAll(each.beforeEach);
  }
  try {
    await body();
  } finally {
    for (const each of around.toReversed()) {
      await runAll(each.afterEach);
    }
  }
}

function ancestorsOf(suite: Suite): readonly Suite[] {
  return suite.parent === undefined ? [suite] : [...ancestorsOf(suite.parent), suite];
}

async function runAll(bodies: readonly Body[]): Promise<void> {
  for (const body of bodies) {
    await body();
  }
}
