import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { z } from 'zod';
import { assemblyFolder } from '../assemblies.js';
import { root, runProgram, runTool, toolFolder } from './tool.js';

// One of the tools may have to share two cores with the others.
jest.setTimeout(180_000);

const kinds = ['saas', 'self-managed'] as const;

/** `W3005` and `W3010` ask for what CDK does on purpose: explicit dependencies, and zones by name. */
const cfnLintArguments = ['--ignore-checks', 'W3005', 'W3010', '--template'];

const violation = z.object({
  ruleName: z.string(),
  violatingConstructs: z.array(z.object({ constructPath: z.string().optional() })).default([]),
});
const report = z.object({
  pluginReports: z.array(
    z.looseObject({
      pluginName: z.string(),
      violations: z.array(violation),
      suppressedViolations: z.array(z.looseObject({ ruleName: z.string() })),
    }),
  ),
});

function readReport(folder: string): z.infer<typeof report>['pluginReports'] {
  const text = readFileSync(join(folder, 'validation-report.json'), 'utf8');
  return report.parse(JSON.parse(text)).pluginReports;
}

function templateFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => join(folder, file));
}

const scratch = mkdtempSync(join(tmpdir(), 'jobwright-templates-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** A template that nobody should deploy. */
function writeBadTemplate(): string {
  const file = join(scratch, 'bad.template.json');
  const rule = { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
  writeFileSync(
    file,
    JSON.stringify({
      Resources: {
        Group: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: { GroupDescription: 'x', SecurityGroupIngress: [rule], Colour: 'red' },
        },
      },
    }),
  );
  return file;
}

describe.each(kinds)('templates with Camunda %s', (kind) => {
  test('break no rule of cdk-nag, and each exception has its reason', () => {
    const [nag, ...others] = readReport(assemblyFolder(kind));

    expect(nag?.pluginName).toBe('AwsSolutions');
    for (const { violations } of [...(nag ? [nag] : []), ...others]) {
      expect(violations).toEqual([]);
    }
    expect(nag?.suppressedViolations.length).toBeGreaterThan(10);
    for (const each of nag?.suppressedViolations ?? []) {
      expect(JSON.stringify(each)).toMatch(/[Rr]eason":"[^"]{20,}/);
    }
  });

  test('are sound for cfn-lint', async () => {
    const { stdout, code } = await runTool(
      'cfn-lint',
      ...cfnLintArguments,
      ...templateFiles(assemblyFolder(kind)),
    );

    expect(stdout).toBe('');
    expect(code).toBe(0);
  });

  test('break no rule of checkov, and each exception has its reason', async () => {
    const { stdout } = await runCheckov(assemblyFolder(kind));
    const { results, summary } = checkovReport.parse(JSON.parse(stdout));

    expect(results.failed_checks).toEqual([]);
    expect(summary.passed).toBeGreaterThan(100);
    expect(results.skipped_checks.length).toBeGreaterThan(0);
    for (const { check_result } of results.skipped_checks) {
      expect(check_result.suppress_comment).toMatch(/.{20,}/);
    }
  });

  test('deploy to a simulated account, every stack to CREATE_COMPLETE', async () => {
    for (const environment of kind === 'saas' ? (['dev', 'prod'] as const) : (['prod'] as const)) {
      const python = join(await toolFolder(), '../python/bin/python');
      const { stdout, stderr } = await runProgram(python, [
        `${root}infra/checks/deploy_to_moto.py`,
        assemblyFolder(kind),
        environment,
      ]);
      const last = stdout.trim().split('\n').at(-1) ?? '';
      if (!last.startsWith('{')) {
        throw new Error(stderr.slice(-2_000));
      }
      const { stacks, account } = simulated.parse(JSON.parse(last));
      expect(new Set(Object.values(stacks))).toEqual(new Set(['CREATE_COMPLETE']));
      expect(Object.keys(stacks)).toHaveLength(kind === 'saas' ? 8 : 9);
      expect(account.services).toMatchObject(
        environment === 'dev' ? { booking: 1, worker: 1, payments: 1 } : { booking: 3, worker: 3 },
      );
      expect(account.databases).toMatchObject({
        [`jobwright-${environment}`]: environment === 'prod',
      });
      expect(account.loadBalancers).toEqual(
        kind === 'saas' ? ['internet-facing'] : ['internal', 'internet-facing'],
      );
    }
  });
});

describe('a planted fault is found', () => {
  test('by cdk-nag: an open group, a bucket without TLS', async () => {
    const outdir = join(scratch, 'nag');
    const { code } = await runProgram(
      process.execPath,
      ['--import', 'tsx', 'infra/checks/synthesise.js', outdir],
      { ENVIRONMENT: 'dev', PLANT: `${root}infra/test/plants/open-group.js` },
    );
    const rules = readReport(outdir).flatMap(({ violations }) =>
      violations.map(({ ruleName }) => ruleName),
    );

    expect(code).toBe(1);
    expect(rules).toEqual(expect.arrayContaining(['AwsSolutions-EC23', 'AwsSolutions-S10']));
  });

  test('by cfn-lint: a property that does not exist', async () => {
    const { code, stdout } = await runTool('cfn-lint', ...cfnLintArguments, writeBadTemplate());

    expect(code).not.toBe(0);
    expect(stdout).toContain("'Colour' was unexpected");
  });

  test('by checkov: SSH open to the world', async () => {
    writeBadTemplate();
    const { code, stdout } = await runCheckov(scratch);

    expect(code).not.toBe(0);
    expect(stdout).toContain('CKV_AWS_24');
  });
});

const checked = z.object({
  check_id: z.string(),
  resource: z.string(),
  check_result: z.object({ suppress_comment: z.string().optional() }),
});
const checkovReport = z.object({
  results: z.object({ failed_checks: z.array(z.unknown()), skipped_checks: z.array(checked) }),
  summary: z.object({ passed: z.number() }),
});
const simulated = z.object({
  stacks: z.record(z.string(), z.string()),
  account: z.object({
    services: z.record(z.string(), z.number()),
    databases: z.record(z.string(), z.boolean()),
    loadBalancers: z.array(z.string()),
  }),
});

function runCheckov(folder: string): ReturnType<typeof runTool> {
  return runTool(
    'checkov',
    '--directory',
    folder,
    '--framework',
    'cloudformation',
    '--compact',
    '--skip-download',
    '--output',
    'json',
  );
}
