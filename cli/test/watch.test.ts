import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { REPOSITORY, runFake, workspace } from './fake-context.js';

const until = async (test: () => boolean, what: string): Promise<void> => {
  const end = performance.now() + 20_000;
  while (!test()) {
    if (performance.now() > end) {
      throw new Error(`waited in vain for ${what}`);
    }
    await new Promise((next) => setTimeout(next, 10));
  }
};

describe('jobwright watch', () => {
  test('follows models and config, keeps the last good output on errors, stops with 130', async () => {
    // given
    const folder = workspace('errand');
    folder.write(
      'jobwright.config.json',
      '{ "paths": ["models"], "runtime": "jobwright/runtime/v1" }',
    );
    const model = folder.read('models/errand.bpmn');
    const contract = 'generated/errand/contract.gen.ts';
    const stop = new AbortController();
    const out: string[] = [];
    const err: string[] = [];
    const ended = runFake(['watch'], {
      cwd: folder.path,
      stop: stop.signal,
      now: () => performance.now(),
      out: (line) => out.push(line),
      err: (line) => err.push(line),
    });
    const said = (text: string, times = 1): Promise<void> =>
      until(() => err.filter((line) => line.includes(text)).length >= times, `"${text}"`);

    // then: one line for the first run, and nothing on standard output
    await said('deleted, 0 handlers created in generated in');
    expect(err).toHaveLength(2);
    expect(err[0]).toBe('watching models');
    expect(out).toEqual([]);

    // when a model changes, its code does; own output starts no run
    folder.write('models/errand.bpmn', model.replace('run-errand', 'walk-errand'));
    await until(() => folder.read(contract).includes('walk-errand'), 'the new job type');
    await said('handlers created in generated in', 2);
    await new Promise((next) => setTimeout(next, 200));
    expect(err).toHaveLength(3);

    // when a model has an error, the code stays and the error is shown
    const written = statSync(join(folder.path, contract)).mtimeMs;
    folder.write('models/errand.bpmn', model.replace('</bpmn:process>', ''));
    await said('1 error; the last good output of generated stays');
    expect(out.join('\n')).toContain('models/errand.bpmn:');
    expect(statSync(join(folder.path, contract)).mtimeMs).toBe(written);
    folder.write('models/errand.bpmn', model);
    await until(() => folder.read(contract).includes('run-errand'), 'the mended model');

    // when the config breaks, it is told; when it is mended, it counts
    folder.write('jobwright.config.json', '{ "paths": ["models"], "otu": "x" }');
    await until(() => out.join('\n').includes('CONF433'), 'the fault of the config');
    folder.write(
      'jobwright.config.json',
      '{ "paths": ["models"], "out": "elsewhere", "runtime": "jobwright/runtime/v1" }',
    );
    await until(() => existsSync(join(folder.path, 'elsewhere/errand')), 'the new folder');
    await said('created in elsewhere in');

    // when a file comes, it is generated from
    folder.write('models/more.bpmn', model.replace('id="errand"', 'id="more"'));
    await until(() => existsSync(join(folder.path, 'elsewhere/more')), 'the new model');

    // when it is stopped
    stop.abort();
    expect((await ended).code).toBe(130);
    expect(err.at(-1)).toBe('stopping');
    folder.remove();
  }, 60_000);

  test.each([
    [['watch', 'none'], 'CONF411'],
    [['watch', '-'], 'CONF438'],
    [['watch', '--rule', 'NONE1=off'], 'CONF435'],
  ])('%j cannot begin and ends with 2', async (argv, text) => {
    const folder = workspace('errand');
    const { code, err } = await runFake(argv, {
      cwd: folder.path,
      stop: new AbortController().signal,
    });
    expect(code).toBe(2);
    expect(err).toContain(text);
    folder.remove();
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'as a process ends with 130 at %s',
    async (signal) => {
      const folder = workspace('errand');
      const child = spawn(
        process.execPath,
        [join(REPOSITORY, 'cli', 'bin.js'), 'watch', 'models'],
        { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      await until(() => err.includes('handlers created in generated'), 'the first run');
      child.kill(signal);
      const code = await new Promise((resolve) => child.once('close', resolve));
      expect(code).toBe(130);
      expect(err).toContain('stopping');
      folder.remove();
    },
    60_000,
  );
});
