import { compared, line, lines, mappings, objectOf, task, type Version } from './two-versions.js';

const boundary = (code: string, id = `On_${code}`) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="Work"><bpmn:errorEventDefinition${code === '' ? '' : ` errorRef="E_${code}"`} /></bpmn:boundaryEvent>`;
const errors = (...codes: readonly string[]): Version => ({
  contents: line(task('Work', 'work')) + codes.map((code) => boundary(code)).join(''),
  root: codes
    .filter((code) => code !== '')
    .map((code) => `<bpmn:error id="E_${code}" name="${code}" errorCode="${code}" />`)
    .join(''),
});
const withHeaders = (headers: string, second?: string): Version => ({
  contents: line(
    task('Work', 'work', `<zeebe:taskHeaders>${headers}</zeebe:taskHeaders>`),
    ...(second === undefined
      ? []
      : [task('More', 'work', `<zeebe:taskHeaders>${second}</zeebe:taskHeaders>`)]),
  ),
});
const header = (value: string, key = 'hall') => `<zeebe:header key="${key}" value="${value}" />`;
const job = (names: readonly string[], schema: object): Version => ({
  contents: line(task('Work', 'work', mappings(...names))),
  schema,
});

describe('diff of job types', () => {
  test('a new job type waits for a worker, one that is gone strands workers and instances', async () => {
    const one = {};
    const two = { contents: line(task('Work', 'work'), task('More', 'more')) };
    const forth = await compared(one, two);
    expect(lines(forth.changes, 'DIFF803', 'DIFF828')).toEqual([
      'risky DIFF803 added more -> workers',
    ]);
    const back = await compared(two, one);
    expect(lines(back.changes, 'DIFF803', 'DIFF828')).toEqual([
      'breaking DIFF803 removed more -> workers',
      'breaking DIFF828 changed more -> running instances',
    ]);
    expect(back.changes.find(({ code }) => code === 'DIFF828')).toMatchObject({
      message:
        'The job type "more" is still used by running instances of the old version; without its worker they wait for good.',
      before: { file: 'model.bpmn', line: 6, column: 1 },
      fix: 'keep the old worker running until those instances have ended or have been migrated',
      process: 'order',
    });
    expect(back.migrations[0]?.oldJobTypes).toEqual(['more']);
  });

  test('names the job type that an element has instead', async () => {
    const { changes } = await compared({}, { contents: line(task('Work', 'toil')) });
    expect(changes.find(({ kind }) => kind === 'removed')?.message).toBe(
      'The job type "work" is gone; its element now has the job type "toil".',
    );
  });

  test('a connector is served by its own runtime', async () => {
    const connector = { contents: line(task('Work', 'io.camunda:http-json:1')) };
    const { changes } = await compared({ contents: line() }, connector);
    expect(lines(changes, 'DIFF803')).toEqual(['safe DIFF803 added io.camunda:http-json:1']);
    const back = await compared(connector, { contents: line() });
    expect(lines(back.changes, 'DIFF803', 'DIFF828')).toEqual([
      'safe DIFF803 removed io.camunda:http-json:1',
    ]);
    expect(back.migrations[0]?.oldJobTypes).toEqual([]);
  });

  test('a job type that other elements use, too, is only mentioned', async () => {
    const { changes } = await compared(
      {},
      { contents: line(task('Work', 'work'), task('More', 'work')) },
    );
    expect(changes.find(({ code }) => code === 'DIFF803')).toMatchObject({
      compatibility: 'safe',
      message:
        'The job type "work" is used differently. It belongs to "Work", "More" instead of "Work".',
    });
  });

  test('jobs that a listener creates, too, are at risk', async () => {
    const listener =
      '<zeebe:executionListeners><zeebe:executionListener eventType="end" type="work" /></zeebe:executionListeners>';
    const { changes } = await compared({}, { contents: line(task('Work', 'work', listener)) });
    expect(changes.find(({ code }) => code === 'DIFF803')).toMatchObject({
      compatibility: 'risky',
      message:
        'The job type "work" is used differently. Its jobs come from "element", "executionListener" instead of "element".',
    });
  });
});

describe('diff of job inputs', () => {
  const all = objectOf({ 'a?': { type: 'string' }, b: { type: 'integer' } });

  test('less than before breaks workers, more endangers running instances', async () => {
    const less = job(['in:b'], all);
    const more = job(['in:a', 'in:b'], all);
    expect(lines((await compared(more, less)).changes, 'DIFF804')).toEqual([
      'breaking DIFF804 removed work.a -> workers',
    ]);
    const { changes } = await compared(less, more);
    expect(lines(changes, 'DIFF804')).toEqual(['risky DIFF804 added work.a -> running instances']);
    expect(changes.find(({ code }) => code === 'DIFF804')).toMatchObject({
      message: 'The input of "work" gains the required "a": string | null.',
      fix: 'make the handler cope with both while old instances run',
      after: { file: 'model.bpmn', line: 5, column: 1 },
    });
  });

  test('a wider type breaks workers, a narrower one endangers running instances', async () => {
    const narrow = job(['in:b'], all);
    const wide = job(['in:b'], objectOf({ b: { type: ['integer', 'string'] } }));
    const other = job(['in:b'], objectOf({ b: { type: 'boolean' } }));
    expect(lines((await compared(narrow, wide)).changes, 'DIFF804')).toEqual([
      'breaking DIFF804 changed work.b -> workers',
    ]);
    expect(lines((await compared(wide, narrow)).changes, 'DIFF804')).toEqual([
      'risky DIFF804 changed work.b -> running instances',
    ]);
    const { changes } = await compared(narrow, other);
    expect(lines(changes, 'DIFF804')).toEqual([
      'breaking DIFF804 changed work.b -> workers, running instances',
    ]);
    expect(changes.find(({ code }) => code === 'DIFF804')?.message).toBe(
      'The input of "work" changes "b" from number to boolean.',
    );
  });

  test('a variable that is no longer certain breaks workers', async () => {
    const object = (required: readonly string[]) => ({
      ...objectOf({ 'o?': { type: 'object', properties: { x: { type: 'string' } }, required } }),
      required: ['o'],
    });
    const always = job(['in:o'], object(['x']));
    const maybe = job(['in:o'], object([]));
    const { changes } = await compared(always, maybe);
    expect(lines(changes, 'DIFF804')).toEqual(['breaking DIFF804 changed work.o.x -> workers']);
    expect(changes.find(({ code }) => code === 'DIFF804')?.message).toBe(
      'The input of "work" no longer always has "o.x".',
    );
    expect(lines((await compared(maybe, always)).changes, 'DIFF804')).toEqual([
      'risky DIFF804 changed work.o.x -> running instances',
    ]);
  });
});

describe('diff of job outputs', () => {
  const typed = (type: unknown) => objectOf({ 'r?': { type }, 's?': { type: 'string' } });

  test('more than before breaks workers, less endangers running instances', async () => {
    const less = job(['out:s'], typed('string'));
    const more = job(['out:r', 'out:s'], typed('string'));
    expect(lines((await compared(less, more)).changes, 'DIFF805')).toEqual([
      'breaking DIFF805 added work.r -> workers',
    ]);
    expect(lines((await compared(more, less)).changes, 'DIFF805')).toEqual([
      'risky DIFF805 removed work.r -> workers, running instances',
    ]);
  });

  test('a narrower type breaks workers, a wider one endangers running instances', async () => {
    const narrow = job(['out:r'], typed('string'));
    const wide = job(['out:r'], typed(['string', 'null']));
    const other = job(['out:r'], typed('boolean'));
    expect(lines((await compared(wide, narrow)).changes, 'DIFF805')).toEqual([
      'breaking DIFF805 changed work.r -> workers',
    ]);
    expect(lines((await compared(narrow, wide)).changes, 'DIFF805')).toEqual([
      'risky DIFF805 changed work.r -> running instances',
    ]);
    expect(lines((await compared(narrow, other)).changes, 'DIFF805')).toEqual([
      'breaking DIFF805 changed work.r -> workers, running instances',
    ]);
  });

  test('a job without output mappings takes any variable, before and after', async () => {
    const bare = (schema: object): Version => ({ schema });
    const { changes } = await compared(
      bare(objectOf({ 'a?': { type: 'string' } })),
      bare(objectOf({ 'a?': { type: 'string' }, 'b?': { type: 'string' } })),
    );
    expect(lines(changes, 'DIFF805')).toEqual([]);
    const typed = await compared(
      bare(objectOf({ 'a?': { type: 'number' } })),
      bare(objectOf({ 'a?': { type: 'integer' } })),
    );
    expect(lines(typed.changes, 'DIFF805')).toEqual(['breaking DIFF805 changed work.a -> workers']);
  });
});

describe('diff of headers', () => {
  test('a new header is safe, one that is gone breaks workers', async () => {
    const one = withHeaders(header('north'));
    const two = withHeaders(header('north') + header('b', 'scales'));
    expect(lines((await compared(one, two)).changes, 'DIFF806')).toEqual([
      'safe DIFF806 added work.scales',
    ]);
    expect(lines((await compared(two, one)).changes, 'DIFF806')).toEqual([
      'breaking DIFF806 removed work.scales -> workers',
    ]);
  });

  test('a value that was not there before breaks workers, one fewer does not', async () => {
    const one = withHeaders(header('north'), header('north'));
    const two = withHeaders(header('north'), header('south'));
    const { changes } = await compared(one, two);
    expect(lines(changes, 'DIFF806')).toEqual(['breaking DIFF806 changed work.hall -> workers']);
    expect(changes.find(({ code }) => code === 'DIFF806')?.message).toBe(
      'The header "hall" of jobs of type "work" is "north", "south" instead of "north".',
    );
    expect(lines((await compared(two, one)).changes, 'DIFF806')).toEqual([
      'safe DIFF806 changed work.hall',
    ]);
  });

  test('a header that only some elements have breaks workers', async () => {
    const always = withHeaders(header('north'), header('north'));
    const some = withHeaders(header('north'), '');
    expect(lines((await compared(always, some)).changes, 'DIFF806')).toEqual([
      'breaking DIFF806 changed work.hall -> workers',
    ]);
    expect(lines((await compared(some, always)).changes, 'DIFF806')).toEqual([
      'safe DIFF806 changed work.hall',
    ]);
  });
});

describe('diff of the errors that a job may throw', () => {
  test('a code more is safe, a code less breaks workers', async () => {
    const forth = await compared(errors('A'), errors('A', 'B'));
    expect(lines(forth.changes, 'DIFF807')).toEqual(['safe DIFF807 added work.B']);
    const back = await compared(errors('A', 'B'), errors('A'));
    expect(lines(back.changes, 'DIFF807')).toEqual(['breaking DIFF807 removed work.B -> workers']);
    expect(back.changes.find(({ code }) => code === 'DIFF807')?.message).toBe(
      '"B" is no longer caught around every element of "work"; throwing it makes an incident.',
    );
  });

  test('catching everything is safe, no longer doing so breaks workers', async () => {
    const forth = await compared(errors('A'), errors(''));
    expect(lines(forth.changes, 'DIFF807')).toEqual(['safe DIFF807 changed work']);
    const back = await compared(errors(''), errors('A'));
    expect(lines(back.changes, 'DIFF807')).toEqual(['breaking DIFF807 changed work -> workers']);
    expect(back.changes.find(({ code }) => code === 'DIFF807')?.message).toBe(
      'A handler of "work" may no longer throw every error code, only "A".',
    );
    expect(lines((await compared(errors(''), errors(''))).changes, 'DIFF807')).toEqual([]);
  });
});
