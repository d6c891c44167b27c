import { checkConfig } from '../../generator/config/check-config.js';
import { defineConfig } from '../../generator/config/config.js';
import { keyPlace } from '../../generator/config/key-place.js';
import { unknownRule } from '../../generator/config/unknown-rule.js';
import { settle, type SettingSources } from '../config/settle.js';
import { runFake, workspace } from './fake-context.js';

describe('checkConfig', () => {
  const faults = (value: unknown) =>
    checkConfig(value).faults?.map(({ code, path, message, fix }) => [
      `${code} ${path.join('.')}`,
      message,
      fix,
    ]);

  test('takes a config with every key', () => {
    const config = defineConfig({
      paths: ['bpmn'],
      out: 'o',
      handlers: 'h',
      scaffold: false,
      tests: 't',
      runtime: 'r',
      target: '8.10',
      rules: { BPMN151: 'off', 'DOCS-1': 'error', API606: 'info' },
      maxWarnings: 0,
      reporter: 'sarif',
      plugins: [{ name: 'docs', apiVersion: 1, rules: [{ name: 'r', check: () => [] }] }],
    });
    expect(checkConfig(config)).toEqual({ config });
    expect(checkConfig({})).toEqual({ config: {} });
  });

  test.each([
    [{ otu: 'x' }, 'CONF433 otu', '"otu" is no key of a config.', 'write "out"'],
    [{ out: '' }, 'CONF434 out', '"out" is "", but it must not be empty.', 'correct'],
    [{ out: 1 }, 'CONF434 out', '"out" is 1, but it takes a text.', 'correct'],
    [{ paths: 'bpmn' }, 'CONF434 paths', 'it takes a list', 'write ["bpmn"]'],
    [{ paths: [] }, 'CONF434 paths', '"paths" is an empty list', 'correct'],
    [{ paths: [null] }, 'CONF434 paths.0', '"paths.0" is null', 'correct'],
    [{ maxWarnings: -1 }, 'CONF434 maxWarnings', 'a whole number from 0', 'correct'],
    [{ maxWarnings: 1.5 }, 'CONF434 maxWarnings', 'a whole number', 'correct'],
    [{ target: 8.8 }, 'CONF434 target', '"target" is 8.8', "write it as a text: '8.8'"],
    [{ target: 8.1 }, 'CONF434 target', '"target" is 8.1', "write it as a text: '8.10'"],
    [{ reporter: 'loud' }, 'CONF434 reporter', 'one of "pretty", "json"', 'correct'],
    [{ scaffold: 'no' }, 'CONF434 scaffold', 'it takes true or false', 'correct'],
    [{ rules: { BPMN151: 'loud' } }, 'CONF434 rules.BPMN151', 'one of "off"', 'correct'],
    [{ rules: { BPMN1511: 'off' } }, 'CONF435 rules.BPMN1511', 'no diagnostic code', 'BPMN151'],
    [{ plugins: [{}] }, 'CONF434 plugins.0.name', 'is nothing', 'correct'],
    [[], 'CONF432 ', 'exports an empty list, not a config', 'export default'],
    [undefined, 'CONF432 ', 'exports nothing, not a config', 'export default'],
  ])('refuses %j', (value, at, message, fix) => {
    const [fault] = faults(value) ?? [];
    expect(fault?.[0]).toBe(at);
    expect(fault?.[1]).toContain(message);
    expect(fault?.[2]).toContain(fix);
  });

  test('tells every fault at once', () => {
    const codes = faults({ otu: 1, out: 1, rules: { NO1: 'off' } })?.map(([at]) => at);
    expect(codes?.sort()).toEqual(['CONF433 otu', 'CONF434 out', 'CONF435 rules.NO1']);
  });

  test('knows the codes of models and generator, and lets those of plugins be', () => {
    expect(unknownRule('BPMN101')).toBeUndefined();
    expect(unknownRule('TYPE501')).toBeUndefined();
    expect(unknownRule('DOCS-1')).toBeUndefined();
    expect(unknownRule('nonsense')?.fix).toContain('docs/errors.md');
  });
});

describe('keyPlace', () => {
  const typescript = `import { defineConfig } from 'x';
// out: in a comment
const other = { out: 'wrong' };
export default defineConfig({
  paths: ['out', { deep: 1 }],
  "quoted": 1,
  rules: { BPMN151: 'off', BPMN152: \`out: \${1}\` },
  out: 'x', target: 8.10,
});`;

  test.each([
    [['out'], 8, 3],
    [['target'], 8, 13],
    [['quoted'], 6, 3],
    [['rules', 'BPMN152'], 7, 28],
    [['paths', 1, 'deep'], 5, 20],
    [['rules', 'none'], 7, 3],
    [['none'], 4, 29],
    [[], 4, 29],
  ])('finds %j', (path, line, column) => {
    expect(keyPlace(typescript, path)).toEqual({ line, column });
  });

  test('reads JSON, a plain default export, and stops at an unfinished text', () => {
    expect(keyPlace('{\n "a": {"b": [1, 2]},\n "out": 1}', ['a', 'b', 1])).toEqual({
      line: 2,
      column: 17,
    });
    expect(keyPlace('const a = { out: 1 };\nexport default { out: 2 }', ['out']).line).toBe(2);
    expect(keyPlace('', ['out'])).toEqual({ line: 1, column: 1 });
    expect(keyPlace('{ "a": "', ['a'])).toEqual({ line: 1, column: 3 });
  });
});

describe('settle', () => {
  const sources = (more: Partial<SettingSources> = {}): SettingSources => ({
    flags: {},
    env: {},
    file: undefined,
    cwd: '/w',
    ...more,
  });
  const file = {
    file: 'jobwright.config.ts',
    folder: '/w',
    text: `export default {\n  out: 'from-file',\n  rules: { BPMN151: 'off', BPMN152: 'off' },\n}`,
    config: {
      out: 'from-file',
      rules: { BPMN151: 'off', BPMN152: 'off' },
    },
  } as const;

  test('takes the flag, else the variable, else the file, else the default', () => {
    const outOf = (more: Partial<SettingSources>) => {
      const { settings, origins } = settle(sources(more));
      return [settings.out, origins.out];
    };
    const env = { JOBWRIGHT_OUT: 'from-env' };
    const flags = { out: 'from-flag' };
    expect(outOf({ flags, env, file })).toEqual(['from-flag', '--out']);
    expect(outOf({ env, file })).toEqual(['from-env', 'JOBWRIGHT_OUT']);
    expect(outOf({ file })).toEqual(['from-file', 'jobwright.config.ts:2']);
    expect(outOf({})).toEqual(['generated', 'default']);
    expect(outOf({ env: { JOBWRIGHT_OUT: '' } })).toEqual(['generated', 'default']);
  });

  test('joins levels of rules code by code', () => {
    const { settings, origins } = settle(
      sources({
        flags: { rules: { BPMN151: 'error' } },
        env: { JOBWRIGHT_RULES: 'BPMN152=info, BPMN153=warning' },
        file,
      }),
    );
    expect(settings.rules).toEqual({ BPMN151: 'error', BPMN152: 'info', BPMN153: 'warning' });
    expect(origins.rules).toBe('--rule, JOBWRIGHT_RULES, jobwright.config.ts:3');
  });

  test('reads every variable', () => {
    const env = {
      JOBWRIGHT_PATHS: 'a, b',
      JOBWRIGHT_OUT: 'o',
      JOBWRIGHT_HANDLERS: 'h',
      JOBWRIGHT_SCAFFOLD: 'false',
      JOBWRIGHT_TESTS: 't',
      JOBWRIGHT_RUNTIME: 'r',
      JOBWRIGHT_TARGET: '8.10',
      JOBWRIGHT_RULES: 'BPMN151=off',
      JOBWRIGHT_MAX_WARNINGS: '3',
      JOBWRIGHT_REPORTER: 'json',
    };
    expect(settle(sources({ env })).settings).toEqual({
      paths: ['a', 'b'],
      out: 'o',
      handlers: 'h',
      scaffold: false,
      tests: 't',
      runtime: 'r',
      target: '8.10',
      rules: { BPMN151: 'off' },
      maxWarnings: 3,
      reporter: 'json',
      plugins: [],
    });
  });

  test.each([
    ['JOBWRIGHT_PATHS', 'a,,b'],
    ['JOBWRIGHT_OUT', ' '],
    ['JOBWRIGHT_SCAFFOLD', 'yes'],
    ['JOBWRIGHT_TARGET', '8.1'],
    ['JOBWRIGHT_RULES', 'BPMN151'],
    ['JOBWRIGHT_RULES', 'BPMN151=loud'],
    ['JOBWRIGHT_MAX_WARNINGS', '-1'],
    ['JOBWRIGHT_REPORTER', 'loud'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => settle(sources({ env: { [name]: value } }))).toThrow(`${name} cannot be`);
  });

  test('tells of a variable that is near one of a setting, and passes over others', () => {
    const { notes } = settle(
      sources({ env: { JOBWRIGHT_OTU: 'x', JOBWRIGHT_SECRET_OF_A_BANK: 'x' } }),
    );
    expect(notes).toEqual(['JOBWRIGHT_OTU is no setting; JOBWRIGHT_OUT is one']);
  });

  test('reads paths of a config elsewhere from its own folder', () => {
    const config = { paths: ['bpmn', '/abs'], out: '../out', handlers: 'h', tests: 't' };
    const { settings } = settle(sources({ file: { ...file, folder: '/w/app', config } }));
    expect(settings).toMatchObject({
      paths: ['app/bpmn', '/abs'],
      out: 'out',
      handlers: 'app/h',
      tests: 'app/t',
    });
  });
});

describe('a config file', () => {
  const folder = workspace('errand');
  const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runFake(argv, { cwd: folder.path, env });
  afterAll(() => {
    folder.remove();
  });

  test('sets what flags and variables do not, and --print-config says which', async () => {
    folder.write(
      'jobwright.config.json',
      '{\n  "paths": ["models"],\n  "out": "gen",\n  "maxWarnings": 2\n}\n',
    );
    const { code, out } = await run(['check', '--print-config', '--max-warnings', '1'], {
      JOBWRIGHT_TARGET: '8.7',
    });
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      'paths ["models"] # jobwright.config.json:2',
      'out "gen" # jobwright.config.json:3',
      'handlers (services/worker/handlers where that folder exists and out is the default) # default',
      'scaffold true # default',
      'tests (none) # default',
      'runtime (jobwright/runtime/v1 where it resolves, else a relative path) # default',
      'target "8.7" # JOBWRIGHT_TARGET',
      'rules {} # default',
      'maxWarnings 1 # --max-warnings',
      'reporter "pretty" # default',
      'plugins [] # default',
      '',
    ]);
    const json = await run(['check', '--print-config', '--reporter', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({
      out: { value: 'gen', from: 'jobwright.config.json:3' },
      target: { value: null, from: 'default' },
    });
  });

  test('makes a bare jobwright generate', async () => {
    const { code, err } = await run(['--dry-run']);
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(err).toContain('would be deleted in gen');
    const bare = await run([]);
    expect(bare.code).toBe(0);
    expect(bare.err).toMatch(/\d written, 0 unchanged, 0 deleted in gen in \d+ ms/);
    expect(folder.read('gen/errand/contract.gen.ts')).toContain('run-errand');
  });

  test('is not read with --no-config', async () => {
    const { code, err } = await run(['check', '--no-config']);
    expect(code).toBe(2);
    expect(err).toContain('CONF411');
  });

  test('tells each of its faults with place and fix, by every reporter, with exit code 2', async () => {
    folder.write('bad.json', '{\n  "otu": 1,\n  "rules": { "BPMN1511": "off" }\n}\n');
    const { code, out } = await run(['check', '--config', 'bad.json']);
    expect(code).toBe(2);
    expect(out).toContain('bad.json:2:3 error CONF433: "otu" is no key of a config.');
    expect(out).toContain('  fix:  write "out"');
    expect(out).toContain('bad.json:3:14 error CONF435');
    const github = await run(['check', '--config', 'bad.json', '--reporter', 'github']);
    expect(github).toMatchObject({ code: 2 });
    expect(github.out).toContain('::error file=bad.json,line=2,col=3,title=CONF433::');
  });

  test('that is no JSON is told with the place of the fault', async () => {
    folder.write('broken.json', '{\n  "out": "x",\n');
    const { code, out } = await run(['check', '--config', 'broken.json']);
    expect(code).toBe(2);
    expect(out).toMatch(/broken\.json:\d:\d+ error CONF431/);
  });

  test('that is not there is told by its name, also when a variable names it', async () => {
    for (const given of [
      run(['check', '--config', 'none.ts']),
      run(['check'], { JOBWRIGHT_CONFIG: 'none.ts' }),
    ]) {
      const { code, out } = await given;
      expect(code).toBe(2);
      expect(out).toContain('none.ts:1:1 error CONF430');
    }
  });

  test('beside another one is refused: which is meant is not clear', async () => {
    folder.write('jobwright.config.mjs', 'export default {}');
    const { code, out } = await run(['check']);
    expect(code).toBe(2);
    expect(out).toContain('jobwright.config.json:1:1 error CONF439');
    expect((await run(['--dry-run', '--config', 'jobwright.config.json'])).code).toBe(0);
  });

  test('is run as a module; what it throws has its place', async () => {
    folder.write('code.ts', '\n\nthrow new Error("no");\n');
    const asked: string[] = [];
    const importing = (result: () => unknown) => ({
      cwd: folder.path,
      importModule: (url: string) => {
        asked.push(url);
        return Promise.resolve({ default: result() });
      },
    });
    const good = await runFake(
      ['check', '--config', 'code.ts', '--print-config'],
      importing(() => ({ out: 'from-code' })),
    );
    expect(asked[0]).toMatch(/^file:.*\/code\.ts$/);
    expect(good.out).toContain('"from-code"');
    const none = await runFake(
      ['check', '--config', 'code.ts'],
      importing(() => undefined),
    );
    expect(none.out).toContain('code.ts:3:1 error CONF432: The config file exports nothing');
    const thrown = await runFake(['check', '--config', 'code.ts'], {
      cwd: folder.path,
      importModule: () => {
        const error = new Error('no');
        error.stack = `Error: no\n    at ${folder.path}/code.ts:3:7`;
        return Promise.reject(error);
      },
    });
    expect(thrown).toMatchObject({ code: 2 });
    expect(thrown.out).toContain('code.ts:3:7 error CONF431: The config file cannot be loaded: no');
  });
});
