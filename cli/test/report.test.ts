import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Diagnostic } from '../../model/index.js';
import { codeFrame } from '../report/code-frame.js';
import { coloursOf, wantsColour } from '../report/colours.js';
import { elementNameIn } from '../report/element-name.js';
import { githubReport } from '../report/github.js';
import { printable, printableLine } from '../report/printable.js';
import { prettyReport } from '../report/pretty.js';
import { docsLink, reporters, type FinishedReport } from '../report/report.js';
import { sarifReport } from '../report/sarif.js';
import { REPOSITORY, runFake, workspace } from './fake-context.js';

/** Control characters except the line end, and marks that turn the reading direction. */
const UNSAFE = /[^\P{Control}\n]|\p{Bidi_Control}/u;

const hostile: Diagnostic = {
  code: 'BPMN152',
  severity: 'warning',
  message: 'two\r\n::error::ends, 50%: \u001b[31m\u202etxt',
  fix: 'name\u0007 it',
  place: { file: 'a b,c:%/m\u009bä.bpmn', line: 3, column: 7 },
  elementId: 'End\n::warning::x',
};

const report = (more: Partial<FinishedReport> = {}): FinishedReport => ({
  diagnostics: [hostile],
  notes: [],
  files: [],
  summary: '',
  diffs: [],
  verb: 'check',
  exitCode: 1,
  version: '1.2.3',
  ...more,
});

describe('a model with faults', () => {
  const folder = workspace('faulty');
  afterAll(() => {
    folder.remove();
  });

  test.each(reporters)('reads as expected by the reporter %s', async (reporter) => {
    // given
    const golden = join(REPOSITORY, 'cli', 'test', 'golden', `faulty.${reporter}.txt`);

    // when
    const { code, out, err } = await runFake(['validate', 'models', '--reporter', reporter], {
      cwd: folder.path,
    });

    // then
    if (process.env.UPDATE_GOLDEN === '1') {
      writeFileSync(golden, out);
    }
    expect(code).toBe(1);
    expect(existsSync(golden)).toBe(true);
    expect(out).toBe(readFileSync(golden, 'utf8'));
    expect(out).not.toMatch(UNSAFE);
    expect(err).toMatch(/^1 error, 2 warnings; 1 file looked at in \d+ ms\n$/);
  });
});

describe('prettyReport', () => {
  const pretty = (diagnostic: Diagnostic, text?: string, colour = false): string =>
    prettyReport(
      { diagnostics: [diagnostic], files: [], diffs: [] },
      { sourceText: () => text, colours: coloursOf(colour) },
    ).join('\n');

  test('shows hostile text on one line each and obeys none of it', () => {
    const text = pretty(hostile);
    expect(text).not.toMatch(UNSAFE);
    expect(text.split('\n')).toEqual([
      'a b,c:%/m\\u009bä.bpmn:3:7 warning BPMN152: two ::error::ends, 50%: \\u001b[31m\\u202etxt',
      '  at:   End ::warning::x',
      '  fix:  name\\u0007 it',
      '  docs: docs/errors.md#bpmn152',
    ]);
  });

  test('names no section of the docs for a code of a plugin', () => {
    expect(pretty({ ...hostile, code: 'DOCS-1' })).not.toContain('docs:');
    expect(docsLink('BPMN101')).toBe('docs/errors.md#bpmn101');
  });

  test('colours severity by its own colour', () => {
    expect(pretty(hostile, undefined, true)).toContain('\u001b[33mwarning BPMN152\u001b[39m');
    expect(pretty({ ...hostile, severity: 'error' }, undefined, true)).toContain('\u001b[31merror');
    expect(pretty({ ...hostile, severity: 'info' }, undefined, true)).toContain('\u001b[36minfo');
  });

  test('lists files with their state and the job type they are for, then diffs', () => {
    const lines = prettyReport(
      {
        diagnostics: [],
        files: [
          { file: 'a.ts', state: 'stale' },
          { file: 'b\n.ts', state: 'missing', jobType: 'pay' },
        ],
        diffs: ['-a\n+b\u001b'],
      },
      { sourceText: () => undefined, colours: coloursOf(false) },
    );
    expect(lines).toEqual(['stale     a.ts', 'missing   b .ts  pay', '-a\n+b\\u001b']);
  });
});

describe('codeFrame', () => {
  test('puts the caret below the column, tabs and wide letters counted as shown', () => {
    expect(codeFrame('a\nbcd\n', { line: 2, column: 2 })).toEqual(['2 | bcd', '  |  ^']);
    expect(codeFrame('\tx', { line: 1, column: 2 })).toEqual(['1 |  x', '  |  ^']);
    expect(codeFrame('漢字x', { line: 1, column: 3 })).toEqual(['1 | 漢字x', '  |     ^']);
    expect(codeFrame('e\u0301x', { line: 1, column: 3 })).toEqual(['1 | e\u0301x', '  |  ^']);
  });

  test('keeps the column of a long line in sight', () => {
    const line = `${'a'.repeat(300)}X${'b'.repeat(300)}`;
    const [source = '', caret = ''] = codeFrame(line, { line: 1, column: 301 });
    expect(source).toMatch(/^1 \| …a+Xb+…$/);
    expect(source.length).toBeLessThan(110);
    expect(source.charAt(caret.indexOf('^'))).toBe('X');
  });

  test('shows nothing for a line that is not there or empty, and nothing of a line end', () => {
    expect(codeFrame('a', { line: 2, column: 1 })).toEqual([]);
    expect(codeFrame('a\n\nb', { line: 2, column: 1 })).toEqual([]);
    expect(codeFrame('ab\r\nc', { line: 1, column: 99 })).toEqual(['1 | ab', '  |   ^']);
  });
});

describe('elementNameIn', () => {
  const text = `<t other="x" id="a" name="A &quot;&#x41;&#66;&nope;&quot;"/><t name='B > C' id='b'/><t id="c"/>`;

  test.each([
    ['a', 'A "AB&nope;"'],
    ['b', 'B > C'],
    ['c', undefined],
    ['d', undefined],
  ])('finds the name of %s', (id, name) => {
    expect(elementNameIn(text, id)).toBe(name);
  });
});

describe('printable', () => {
  test('shows control characters, direction marks, separators and half characters', () => {
    expect(printable('a\nb\t\u0085\u2028\u202e\ud800é漢🙂')).toBe(
      'a\nb\\u0009\\u0085\\u2028\\u202e\\ud800é漢🙂',
    );
    expect(printableLine('a \r\n  b\u2029c')).toBe('a b c');
  });
});

describe('colours', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: 'false' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j and a terminal: %s give %s', (env, terminal, wanted) => {
    expect(wantsColour(env, terminal)).toBe(wanted);
  });

  test('are used by the pretty reporter when forced', async () => {
    const run = (env: Readonly<Record<string, string>>) =>
      runFake(['validate', 'cli/test/fixtures/faulty'], { env, isTerminal: true });
    expect((await run({})).out).toContain('\u001b[31m');
    expect((await run({ NO_COLOR: '1' })).out).not.toContain('\u001b');
  });
});

describe('githubReport', () => {
  test('escapes what would end a value or a command', () => {
    expect(githubReport(report(), { cwd: '/w', workspace: undefined })).toEqual([
      '::warning file=a b%2Cc%3A%25/m\\u009bä.bpmn,line=3,col=7,title=BPMN152 End %3A%3Awarning%3A%3Ax' +
        '::two ::error::ends, 50%25: \\u001b[31m\\u202etxt%0Afix: name\\u0007 it%0Adocs/errors.md#bpmn152',
    ]);
  });

  test('names files from the root of the checkout when it holds them', () => {
    const at = (file: string, workspace: string | undefined): string | undefined => {
      const diagnostics = [{ ...hostile, place: { file, line: 1, column: 1 } }];
      const [line] = githubReport(report({ diagnostics }), { cwd: '/w/app', workspace });
      return /file=([^,]*)/.exec(line ?? '')?.[1];
    };
    expect(at('m.bpmn', '/w')).toBe('app/m.bpmn');
    expect(at('/w/x.bpmn', '/w')).toBe('x.bpmn');
    expect(at('/else/x.bpmn', '/w')).toBe('/else/x.bpmn');
    expect(at('m.bpmn', '')).toBe('m.bpmn');
  });

  test('gives info as notice and a fault of the run as error', () => {
    const error = { code: 'CONF411', what: 'no', where: 'x', why: 'because', fix: 'do' };
    const lines = githubReport(
      report({ diagnostics: [{ ...hostile, severity: 'info' }], error, exitCode: 2 }),
      { cwd: '/', workspace: undefined },
    );
    expect(lines[0]).toMatch(/^::notice file=/);
    expect(lines[1]).toBe('::error title=CONF411::no: x%0Abecause%0Afix: do');
  });
});

describe('sarifReport', () => {
  interface Sarif {
    readonly version: string;
    readonly $schema: string;
    readonly runs: readonly [
      {
        readonly tool: {
          readonly driver: { readonly rules: readonly { readonly id: string }[] };
        };
        readonly invocations: readonly [{ readonly executionSuccessful: boolean }];
        readonly results: readonly {
          readonly ruleId: string;
          readonly ruleIndex: number;
          readonly level: string;
          readonly locations: readonly [
            {
              readonly physicalLocation: {
                readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
                readonly region: { readonly startLine: number; readonly startColumn: number };
              };
            },
          ];
        }[];
      },
    ];
  }
  const parsed = (more: Partial<FinishedReport> = {}): Sarif =>
    JSON.parse(sarifReport(report(more))) as Sarif;

  test('has what SARIF 2.1.0 requires, and indexes that lead to their rule', () => {
    const other = { ...hostile, code: 'BPMN101', severity: 'error' as const };
    const plugin = { ...hostile, code: 'DOCS-1', severity: 'info' as const };
    const log = parsed({ diagnostics: [hostile, other, plugin, hostile] });
    const [{ tool, results }] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
    expect(tool.driver).toMatchObject({ name: 'jobwright', semanticVersion: '1.2.3' });
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(['BPMN101', 'BPMN152', 'DOCS-1']);
    expect(results.map(({ level }) => level)).toEqual(['warning', 'error', 'note', 'warning']);
    for (const { ruleId, ruleIndex } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
    // Strings of a SARIF log stand in `text` or as an id; nothing else may be there.
    expect(Object.keys(log).sort()).toEqual(['$schema', 'runs', 'version']);
    expect(Object.keys(log.runs[0]).sort()).toEqual(
      ['tool', 'columnKind', 'originalUriBaseIds', 'invocations', 'results'].sort(),
    );
  });

  test('names files by relative URIs and elements by logical locations', () => {
    const [{ results }] = parsed().runs;
    expect(results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%20b%2Cc%3A%25/m%C2%9B%C3%A4.bpmn', uriBaseId: 'SRCROOT' },
          region: { startLine: 3, startColumn: 7 },
        },
        logicalLocations: [{ name: hostile.elementId, kind: 'element' }],
      },
    ]);
    const absolute = { ...hostile, place: { file: '/x/ä.bpmn', line: 0, column: 0 } };
    const [first] = parsed({ diagnostics: [absolute] }).runs[0].results;
    expect(first?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'file:///x/%C3%A4.bpmn' },
      region: { startLine: 1, startColumn: 1 },
    });
  });

  test('says that a run could not be made, and why', () => {
    const error = { code: 'CONF411', what: 'no', why: 'because', fix: 'do' };
    const [{ invocations, results }] = parsed({ diagnostics: [], error, exitCode: 2 }).runs;
    expect(results).toEqual([]);
    expect(invocations).toEqual([
      {
        executionSuccessful: false,
        exitCode: 2,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'no. because. Fix: do' },
            descriptor: { id: 'CONF411' },
          },
        ],
      },
    ]);
  });
});
