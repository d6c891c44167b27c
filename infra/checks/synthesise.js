/**
 * Synthesises the stacks with all rules of cdk-nag into a folder:
 *
 *     node --import tsx infra/checks/synthesise.js FOLDER
 *
 * ENVIRONMENT names one environment, otherwise all are synthesised; PLANT names a module whose default
 * export changes the app before. The report of the rules is FOLDER/validation-report.json; findings
 * end the process with 1.
 */
import { createRequire } from 'node:module';
import { Validations } from 'aws-cdk-lib';
import { createInfrastructure } from '../app.js';
import { environmentNames } from '../parameters/environment-names.js';

// CommonJS, and large: nothing but this file loads it.
const { AwsSolutionsChecks } = createRequire(import.meta.url)('cdk-nag');

const [outdir] = process.argv.slice(2);
const { ENVIRONMENT, PLANT } = process.env;
const environments = environmentNames.filter((name) => !ENVIRONMENT || name === ENVIRONMENT);
if (environments.length === 0) {
  throw new Error(`ENVIRONMENT is "${ENVIRONMENT}", not one of ${environmentNames.join(', ')}`);
}
const app = createInfrastructure(process.env, outdir ? { environments, outdir } : { environments });
if (PLANT) {
  const { default: plant } = await import(PLANT);
  plant(app);
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
