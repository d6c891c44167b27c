import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { watchProject, type WatchEnd, type WatchEvent } from '../../index.js';
import { snapshot } from '../disk/snapshot.js';
import { modelText, smallProject, type SmallProject } from './small-project.js';

class Watching {
  readonly events: WatchEvent[] = [];
  readonly end: Promise<WatchEnd>;
  readonly #abort = new AbortController();

  constructor(project: SmallProject, restartOn: readonly string[] = []) {
    this.end = watchProject({
      ...project.options,
      restartOn,
      signal: this.#abort.signal,
      onEvent: (event) => this.events.push(event),
    });
  }

  stop(): Promise<WatchEnd> {
    this.#abort.abort();
    return this.end;
  }

  count(kind: WatchEvent['kind']): number {
    return this.events.filter((event) => event.kind === kind).length;
  }

  /** Waits for as many events of a kind, all in all. */
  async until(kind: WatchEvent['kind'], count = 1): Promise<void> {
    await waitUntil(() => this.count(kind) >= count);
  }

  get last(): WatchEvent | undefined {
    return this.events.at(-1);
  }
}

async function waitUntil(test: () => boolean): Promise<void> {
  for (let waited = 0; !test(); waited += 20) {
    if (waited > 20_000) {
      throw new Error('waited in vain');
    }
    await pause(20);
  }
}

describe('watching a project', () => {
  let project: SmallProject;
  const out = (...parts: readonly string[]): string => join(project.path, 'generated', ...parts);

  beforeEach(() => {
    project = smallProject();
  });

  afterEach(() => {
    project.remove();
  });

  test('generates at once, and again what a change asks for', async () => {
    const watching = new Watching(project);
    await watching.until('watching');
    expect(watching.events.map(({ kind }) => kind)).toEqual(['started', 'generated', 'watching']);

    project.write('models/order.bpmn', modelText('other'));
    await watching.until('generated', 2);

    expect(watching.last).toMatchObject({
      kind: 'generated',
      changed: ['models/order.bpmn'],
      result: { refused: false, deleted: [] },
    });
    expect(project.read('generated/order/jobs.gen.ts')).toContain("'other'");
    expect(await watching.stop()).toBe('aborted');
    project.write('models/order.bpmn', modelText('late'));
    await pause(300);
    expect(watching.count('generated')).toBe(2);
  }, 60_000);

  test('never sees its own writing, nor hidden and foreign folders', async () => {
    project.write('.git/x.bpmn', modelText('hidden', 'hidden'));
    const watching = new Watching({ ...project, options: { ...project.options, paths: ['.'] } });
    await watching.until('watching');
    project.write('models/order.bpmn', modelText('other'));
    await watching.until('generated', 2);
    project.write('.git/x.bpmn', modelText('hidden', 'other'));
    project.write('node_modules/x/x.bpmn', modelText('foreign', 'foreign'));
    project.write('models/notes.md', 'mine');
    await pause(600);
    expect(watching.count('started')).toBe(2);
    await watching.stop();
  }, 60_000);

  test('keeps the last good output while a model is broken, and goes on when it is mended', async () => {
    const watching = new Watching(project);
    await watching.until('watching');
    const good = snapshot(out());

    project.write('models/order.bpmn', modelText('work').slice(0, 400));
    await watching.until('generated', 2);
    expect(watching.last).toMatchObject({ result: { refused: true, written: [] } });
    expect(snapshot(out())).toEqual(good);

    project.write('models/order.bpmn', modelText('mended'));
    await watching.until('generated', 3);
    expect(watching.last).toMatchObject({ result: { refused: false } });
    await watching.stop();
  }, 60_000);

  test('takes new, renamed and deleted files', async () => {
    const watching = new Watching(project);
    await watching.until('watching');
    for (const name of ['b', 'a', 'c']) {
      project.write(`models/deep/${name}.bpmn`, modelText('work', name));
    }
    await waitUntil(() => ['a', 'b', 'c', 'order'].every((name) => existsSync(out(name))));

    renameSync(join(project.path, 'models/deep/c.bpmn'), join(project.path, 'models/deep/d.bpmn'));
    rmSync(join(project.path, 'models/deep/b.bpmn'));
    await waitUntil(
      () =>
        !existsSync(out('b')) &&
        existsSync(out('c')) &&
        project.read('generated/c/jobs.gen.ts').includes('models/deep/d.bpmn'),
    );
    await watching.stop();
  }, 60_000);

  test('makes one run of changes that come close together', async () => {
    const watching = new Watching(project);
    await watching.until('watching');
    for (let times = 0; times < 6; times += 1) {
      project.write('models/order.bpmn', modelText(`type${String(times)}`));
      await pause(10);
    }
    await waitUntil(() => project.read('generated/order/jobs.gen.ts').includes("'type5'"));
    expect(watching.count('started')).toBeLessThanOrEqual(3);
    expect(watching.count('started')).toBe(watching.count('generated'));
    await watching.stop();
  }, 60_000);

  test('says when a run fails, and goes on', async () => {
    const watching = new Watching(project);
    await watching.until('watching');
    const good = snapshot(out());
    rmSync(join(project.path, 'models', 'order.bpmn'));
    await watching.until('failed');
    expect(watching.last).toMatchObject({ kind: 'failed', error: { code: 'CONF412' } });
    expect(snapshot(out())).toEqual(good);
    project.write('models/order.bpmn', modelText('back'));
    await watching.until('generated', 2);
    await watching.stop();
  }, 60_000);

  test('ends for a restart when the config changes', async () => {
    project.write('jobwright.config.ts', 'export default {};');
    const watching = new Watching(project, ['jobwright.config.ts']);
    await watching.until('watching');
    project.write('jobwright.config.ts', 'export default { };');
    expect(await watching.end).toBe('restart');
  }, 60_000);

  test('does nothing when it is told to end before it begins', async () => {
    const abort = new AbortController();
    abort.abort();
    const events: WatchEvent[] = [];
    const end = watchProject({
      ...project.options,
      signal: abort.signal,
      onEvent: (event) => events.push(event),
    });
    expect(await end).toBe('aborted');
    expect(events).toEqual([]);
    expect(existsSync(out())).toBe(false);
  });

  test('sees the schema that comes beside a model given by file', async () => {
    const watching = new Watching({
      ...project,
      options: { ...project.options, paths: ['models/order.bpmn'] },
    });
    await watching.until('watching');
    project.write('models/order.schema.json', '{"properties":{"total":{"type":"number"}}}');
    await watching.until('generated', 2);
    expect(watching.last).toMatchObject({ changed: ['models/order.schema.json'] });
    await watching.stop();
  }, 60_000);
});
