import { nearestName } from '../../generator/config/nearest-name.js';
import { isCliError } from '../cli-error.js';
import { chooseVerb } from '../usage/choose-verb.js';
import { usageFault } from '../usage/usage-fault.js';
import { runFake } from './fake-context.js';

describe('nearestName', () => {
  test.each([
    ['chekc', 'check'],
    ['OUT', 'out'],
    ['dry-rum', 'dry-run'],
    ['ruels', 'rules'],
    ['max', 'max-warnings'],
    ['generated', 'generate'],
  ])('takes %s for %s', (written, meant) => {
    const names = ['check', 'out', 'dry-run', 'rules', 'max-warnings', 'generate', 'engine'];
    expect(nearestName(written, names)).toBe(meant);
  });

  test('takes nothing for a word that is far from every name', () => {
    expect(nearestName('zebra', ['check', 'out'])).toBeUndefined();
    expect(nearestName('x', ['check'])).toBeUndefined();
    expect(nearestName('ch', ['check'])).toBeUndefined();
  });

  test('prefers the nearer of two', () => {
    expect(nearestName('paths', ['path', 'paths'])).toBe('paths');
    expect(nearestName('rulse', ['rule', 'rules'])).toBe('rules');
  });
});

describe('chooseVerb', () => {
  const choose = (argv: readonly string[], hasConfig = false): readonly string[] =>
    chooseVerb(argv, {
      verbs: ['generate', 'check', 'scaffold', 'scaffold-tests'],
      hasConfig,
      isPath: (word) => word === 'bpmn',
    });

  test.each([
    [
      ['check', 'bpmn'],
      ['check', 'bpmn'],
    ],
    [['bpmn'], ['generate', 'bpmn']],
    [['order.bpmn'], ['generate', 'order.bpmn']],
    [['models/order'], ['generate', 'models/order']],
    [['--dry-run'], ['generate', '--dry-run']],
    [['--help'], ['--help']],
    [['-h'], ['-h']],
    [['--version'], ['--version']],
    [
      ['scaffold', 'tests', 'bpmn'],
      ['scaffold-tests', 'bpmn'],
    ],
    [
      ['scaffold', 'pay'],
      ['scaffold', 'pay'],
    ],
  ])('reads %j as %j', (argv, expected) => {
    expect(choose(argv)).toEqual(expected);
  });

  test('generates for nothing at all where there is a config file', () => {
    expect(choose([], true)).toEqual(['generate']);
    expect(() => choose([])).toThrow('there is no verb');
  });

  test('names the verb that was probably meant', () => {
    const thrown = thrownBy(() => choose(['chekc']));
    expect(thrown).toEqual({
      what: 'this command line cannot be run',
      where: 'chekc',
      why: '"chekc" is no verb, and there is no file or folder of that name',
      fix: 'write `jobwright check`',
    });
  });
});

describe('usageFault', () => {
  const fault = (message: string, ...written: readonly string[]) =>
    usageFault(message, {
      verb: 'check',
      options: ['out', 'reporter', 'dry-run'],
      written,
      retired: [
        { flag: 'target-dir', heir: '--out DIR', since: '0.2.0' },
        { flag: 'output', heir: '--out DIR' },
      ],
    }).text;

  test('names the option that was probably meant', () => {
    expect(fault('Unknown arguments: dry-rnu, dryRnu', '--dry-rnu')).toEqual({
      what: '`jobwright check` cannot be run like this',
      where: '--dry-rnu',
      why: '"dry-rnu" is no option of check',
      fix: 'write --dry-run',
    });
  });

  test('names the heir of a retired flag, with the version that dropped it', () => {
    expect(fault('Unknown arguments: target-dir, targetDir', '--target-dir=x')).toMatchObject({
      where: '--target-dir',
      why: '--target-dir went with version 0.2.0',
      fix: 'use --out DIR',
    });
  });

  test('names our flag for one of other generators', () => {
    expect(fault('Unknown argument: output', '--output', 'x')).toMatchObject({
      why: '--output is an option of other generators',
      fix: 'use --out DIR',
    });
  });

  test('tells a surplus word from an option', () => {
    expect(fault('Unknown argument: out', 'check', 'out')).toMatchObject({
      where: 'out',
      why: 'check takes no word like "out"',
    });
    expect(fault('Unknown argument: x', '-x')).toMatchObject({ where: '-x' });
  });

  test('says that a value is missing', () => {
    expect(fault('Not enough arguments following: out', '--out')).toMatchObject({
      where: '--out',
      why: '--out needs a value',
    });
  });

  test('names the choice that was probably meant', () => {
    const message =
      'Invalid values:\n  Argument: reporter, Given: "jsn", Choices: "pretty", "json", "sarif"';
    expect(fault(message, '--reporter', 'jsn')).toMatchObject({
      where: '--reporter',
      why: '"jsn" is none of pretty, json, sarif',
      fix: 'write --reporter json',
    });
  });
});

describe('a wrong command line', () => {
  test.each([
    [['check', '--dry-rnu'], '--dry-rnu', 'is no option of check'],
    [['generate', '--dry-rnu'], '--dry-rnu', 'fix:   write --dry-run'],
    [['check', '--out'], '--out', 'needs a value'],
    [['check', '--out', 'a', '--out', 'b'], 'jobwright check', '--out is given more than once'],
    [['check', '--out='], '--out', 'CONF437'],
    [['check', ''], 'path', 'CONF437'],
    [['check', '--rule', 'BPMN151'], '--rule', 'CONF437'],
    [['check', '--rule', 'BPMN15=off'], '--rule', 'fix:   write BPMN150'],
    [['check', '--max-warnings', 'some'], '--max-warnings', 'whole number'],
    [['check', '--max-warnings', '-1'], '--max-warnings', 'whole number'],
    [['check', '--target', '7.9'], '--target', '"7.9" is none of 8.6'],
    [['generate', '--file', 'jobs.gen.ts'], '--file', 'write --file ticket-booking/jobs.gen.ts'],
    [['init'], 'init', 'init needs a word'],
    [['engine', 'word'], 'word', 'engine takes no word'],
  ])('%j ends with exit code 2 and says what to do', async (argv, where, text) => {
    const { code, out, err } = await runFake(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(where);
    expect(err).toContain(text);
    expect(err).toContain('  fix:   ');
  });

  test('is told to programs in their format, on standard output too', async () => {
    const { code, out, err } = await runFake(['check', '--nonsense', '--reporter', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      verb: 'check',
      ok: false,
      exitCode: 2,
      error: { where: '--nonsense', why: '"nonsense" is no option of check' },
    });
    expect(err).toContain('--nonsense');
  });
});

describe('a crash', () => {
  test('ends with exit code 70, says that it is our fault and how to report it', async () => {
    const { code, out, err } = await runFake(['validate', '-'], {
      stdin: () => Promise.reject(new TypeError('a defect')),
    });
    expect({ code, out }).toEqual({ code: 70, out: '' });
    expect(err).toContain('jobwright crashed, and it is our fault');
    expect(err).toContain(`jobwright 1.2.3 on Node ${process.version}`);
    expect(err).toMatch(/TypeError: a defect\n\s+at /);
    expect(err).toContain('fix:   report it with these lines');
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return isCliError(error) ? error.text : error;
  }
  return undefined;
}
