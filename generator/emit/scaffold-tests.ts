import { sameJson } from '../json.js';
import { TEST_START_MS } from '../scaffold-tests/process-facts.js';
import type {
  JobAnswer,
  OpenPath,
  TestPath,
  TestPlan,
  TestStep,
} from '../scaffold-tests/test-plan.js';
import type { OutputFile } from './emit.js';
import { docComment, lineComment, propertyKey, stringLiteral } from './text.js';
import { printValue } from './value.js';

/** How a test file names others. */
export interface TestSpecifiers {
  /** Specifier of a process's contract. */
  readonly contractOf: (folder: string) => string;
  /** Path of a source from the folder of tests. */
  readonly sourceOf: (path: string) => string;
}

/** Width that is left for a value, in characters. */
const WIDTH = 100;

/** The test file of a process: one test a path, one `test.todo` for each part that none reaches. */
export function emitTests(plan: TestPlan, specifiers: TestSpecifiers): OutputFile {
  const { paths, open } = plan;
  const origin = lineComment(
    `Made from ${plan.model} by \`jobwright scaffold tests\`, once: this file is yours to change.`,
  );
  return {
    path: `${plan.folder}.test.ts`,
    text: `${paths.length === 0 ? origin : emitRunning(plan, specifiers, origin)}${open.map((each) => emitTodo(each)).join('')}`,
  };
}

/** Everything but what is left to do. */
function emitRunning(plan: TestPlan, specifiers: TestSpecifiers, origin: string): string {
  const { contract, paths } = plan;
  const inTurn = paths.flatMap(({ answers }) =>
    [...answers].filter(([, each]) => takesTurns(each)).map(([type]) => contract.has(type)),
  );
  const imported = [
    'createTestEngine',
    ...(inTurn.length > 0 ? ['inTurn'] : []),
    'type TestEngine',
    ...(inTurn.includes(false) ? ['type TestJobHandler'] : []),
  ].join(', ');
  return [
    `import { fileURLToPath } from 'node:url';\n`,
    `import { ${imported} } from 'jobwright/testing';\n\n`,
    contract.size === 0
      ? ''
      : `import type { ${plan.typeName}Handlers } from ${stringLiteral(specifiers.contractOf(plan.folder))};\n\n`,
    origin,
    emitAnswers(plan),
    emitEngine(plan, specifiers),
    emitStart(plan),
    ...paths.map((path) => emitTest(plan, path)),
  ].join('');
}

function emitAnswers({ contract, typeName }: TestPlan): string {
  if (contract.size === 0) {
    return '';
  }
  const members = [...contract].map(
    ([type, output]) =>
      `  ${propertyKey(type)}: ${output === undefined ? '() => Promise.resolve(undefined)' : emitAnswer({ kind: 'complete', output }, '  ')},\n`,
  );
  return [
    '\n',
    docComment(['What jobs answer where a test asks for nothing else.']),
    `const answers: ${typeName}Handlers = {\n${members.join('')}};\n`,
  ].join('');
}

function emitEngine({ files }: TestPlan, { sourceOf }: TestSpecifiers): string {
  const list = files.map((path) => stringLiteral(sourceOf(path)));
  const one = `const files = [${list.join(', ')}].map((path) =>\n`;
  const start = new Date(TEST_START_MS).toISOString();
  return [
    '\n',
    one.length <= WIDTH
      ? one
      : `const files = [\n${list.map((each) => `  ${each},\n`).join('')}].map((path) =>\n`,
    '  fileURLToPath(new URL(path, import.meta.url)),\n);\n\n',
    'let engine: TestEngine;\n',
    'beforeEach(async () => {\n',
    `  engine = await createTestEngine({ start: Date.parse(${stringLiteral(start)}) });\n`,
    '  await engine.deploy(...files);\n',
    '});\n',
    'afterEach(async () => {\n',
    '  await engine.close();\n',
    '});\n',
  ].join('');
}

function emitTest(plan: TestPlan, path: TestPath): string {
  return [
    `\ntest(${stringLiteral(path.title)}, async () => {\n`,
    emitHandlers(plan, path),
    path.held.length === 0
      ? ''
      : `  engine.hold(${[...new Set(path.held)].map(stringLiteral).join(', ')});\n`,
    ...path.steps.map((step) =>
      sameStep(step, usualStart(plan)) ? '  await start();\n' : emitStep(plan, step),
    ),
    '\n',
    `  engine\n    .lastInstance(${stringLiteral(plan.processId)})\n`,
    `    .assertNoIncident()\n    .assertState('COMPLETED')\n`,
    ...emitPassed(path),
    '});\n',
  ].join('');
}

function emitPassed({ threads, only }: TestPath): readonly string[] {
  const ids = (list: readonly string[]): string => emitArguments(list, '    ');
  const [thread] = threads;
  const passed = new Set(threads.flat());
  return thread !== undefined && threads.length === 1 && only.length === passed.size
    ? [`    .assertPath(${ids(thread)});\n`]
    : [
        ...threads.map((each) => `    .assertPassed(${ids(each)})\n`),
        `    .assertPassedOnly(${ids(only)});\n`,
      ];
}

/** The first step of the first path, when another path begins with it, too. */
function usualStart({ paths }: TestPlan): TestStep | undefined {
  const [first, ...others] = paths.map(({ steps }) => steps[0]);
  return others.some((other) => other !== undefined && sameStep(other, first)) ? first : undefined;
}

function sameStep(left: TestStep, right: TestStep | undefined): boolean {
  // Steps hold JSON alone, built in one order.
  return right !== undefined && JSON.stringify(left) === JSON.stringify(right);
}

function emitStart(plan: TestPlan): string {
  const step = usualStart(plan);
  return step === undefined
    ? ''
    : `\n${docComment(['What most tests begin with.'])}async function start(): Promise<void> {\n${emitStep(plan, step)}}\n`;
}

function emitHandlers(plan: TestPlan, path: TestPath): string {
  const { contract } = plan;
  const changed = changedAnswers(plan, path);
  const inContract = [...changed].filter(([type]) => contract.has(type));
  const others = [...path.answers].filter(([type]) => !contract.has(type));
  const handlers =
    inContract.length === 0
      ? contract.size === 0
        ? ''
        : '  engine.handleAll(answers);\n'
      : [
          `  const handlers: ${plan.typeName}Handlers = {\n    ...answers,\n`,
          ...inContract.map(
            ([type, answers]) =>
              `    ${propertyKey(type)}: ${emitWays(answers, { indent: '    ', type: `${plan.typeName}Handlers[${stringLiteral(type)}]` })},\n`,
          ),
          '  };\n  engine.handleAll(handlers);\n',
        ].join('');
  return [
    handlers,
    ...others.map(
      ([type, answers]) =>
        `  engine.handle(${stringLiteral(type)}, ${emitWays(answers, { indent: '  ', type: 'TestJobHandler' })});\n`,
    ),
  ].join('');
}

/** The answers of a path that differ from those of `answers`. */
function changedAnswers(
  { contract }: TestPlan,
  path: TestPath,
): ReadonlyMap<string, readonly JobAnswer[]> {
  return new Map(
    [...path.answers].filter(([type, answers]) => {
      const usual = contract.get(type);
      return (
        usual === undefined ||
        !answers.every((each) => each.kind === 'complete' && sameJson(each.output, usual))
      );
    }),
  );
}

function takesTurns(answers: readonly JobAnswer[]): boolean {
  const [first, ...more] = answers;
  return more.some((each) => !sameAnswer(first, each));
}

function sameAnswer(left: JobAnswer | undefined, right: JobAnswer): boolean {
  return left?.kind === 'complete' && right.kind === 'complete'
    ? sameJson(left.output, right.output)
    : left?.kind === 'error' && right.kind === 'error' && left.code === right.code;
}

function emitWays(
  answers: readonly JobAnswer[],
  { indent, type }: { readonly indent: string; readonly type: string },
): string {
  const [first] = answers;
  if (first === undefined) {
    return '() => Promise.resolve({})';
  }
  if (!takesTurns(answers)) {
    return emitAnswer(first, indent);
  }
  const ways = answers.map((each) => `${indent}  ${emitAnswer(each, `${indent}  `)},\n`);
  return `inTurn<${type}>(\n${ways.join('')}${indent})`;
}

function emitAnswer(answer: JobAnswer, indent: string): string {
  if (answer.kind === 'error') {
    return `(_job, context) =>\n${indent}  Promise.reject(context.error(${stringLiteral(answer.code)}, 'as this path has it'))`;
  }
  const output = printValue(answer.output, indent);
  return output.includes('\n')
    ? `() =>\n${indent}  Promise.resolve(${printValue(answer.output, `${indent}  `)})`
    : `() => Promise.resolve(${output})`;
}

function emitStep({ processId }: TestPlan, step: TestStep): string {
  switch (step.kind) {
    case 'start':
      return `  await engine.startInstance(${stringLiteral(processId)}, ${printValue(step.variables, '  ')});\n`;
    case 'publish':
      return `  await engine.publishMessage(${printValue(
        { name: step.name, correlationKey: step.correlationKey, variables: step.variables },
        '  ',
      )});\n`;
    case 'signal':
      return `  await engine.broadcastSignal(${stringLiteral(step.name)});\n`;
    case 'advance':
      return `  await engine.advance(${grouped(step.ms)});\n`;
    case 'release':
      return `  await engine.release(${step.elementIds.map(stringLiteral).join(', ')});\n`;
  }
}

/** Milliseconds with digits in groups, as people write them. */
function grouped(ms: number): string {
  return String(ms).replace(/\B(?=(\d{3})+$)/g, '_');
}

function emitArguments(ids: readonly string[], indent: string): string {
  const one = ids.map(stringLiteral).join(', ');
  return one.length + indent.length + 20 <= WIDTH
    ? one
    : `\n${ids.map((id) => `${indent}  ${stringLiteral(id)},\n`).join('')}${indent}`;
}

function emitTodo({ title, reason }: OpenPath): string {
  return `\ntest.todo(${stringLiteral(`${title}: ${reason}`)});\n`;
}
