/** Synthesises what the tests read, once: with CDK in Jest's own module system it takes minutes. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url);
const run = promisify(execFile);

/** Variables of an environment whose Camunda runs on our own tasks. */
const selfManaged = {
  CAMUNDA_IMAGE: `camunda/camunda@sha256:${'a'.repeat(64)}`,
  CAMUNDA_PRIVATE_ZONE: 'jobwright.internal',
  CAMUNDA_CERTIFICATE_ARN: 'arn:aws:acm:eu-central-1:111111111111:certificate/camunda',
};

export default async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'jobwright-assemblies-'));
  const { PATH, HOME } = process.env;
  const synthesise = (name, env) =>
    run(
      process.execPath,
      ['--import', 'tsx', 'infra/checks/synthesise.js', join(folder, name)],
      { cwd: root, env: { PATH, HOME, ...env }, maxBuffer: 1e8 },
      // Findings of the rules are for a test to show, so an exit with 1 is none of our business.
    ).catch((error) => {
      if (error.code !== 1 || !String(error.stderr).includes('ValidationFailed')) {
        throw error;
      }
    });
  await Promise.all([
    synthesise('saas', {}),
    synthesise('self-managed', { ...selfManaged, ENVIRONMENT: 'prod' }),
  ]);
  process.env.INFRA_ASSEMBLIES = folder;
  globalThis.removeAssemblies = () => rm(folder, { recursive: true, force: true });
}
