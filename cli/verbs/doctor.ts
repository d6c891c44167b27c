import { isGeneratorError } from '../../generator/errors.js';
import { diagnoseConnection, isClusterFault, type ClusterFinding } from '../../runtime/index.js';
import { clusterEnvironment, clusterOptions } from '../cluster/cluster-options.js';
import { CliError } from '../cli-error.js';
import { checkModels } from '../doctor/models.js';
import { exitCodes, type ExitCode } from '../exit-code.js';
import { commonOptions, settleFlags } from '../generator-run.js';
import { printable } from '../report/printable.js';
import { defineVerb, type VerbContext } from '../verb.js';

const MOST_SECONDS = 600;

/** `jobwright doctor`: what keeps a project from working with its cluster. */
export const verb = defineVerb({
  options: (yargs) =>
    clusterOptions(commonOptions(yargs))
      .option('timeout', {
        describe: 'seconds that each step may take',
        type: 'number',
        default: 5,
        requiresArg: true,
      })
      .example('$0 doctor', 'the cluster that the environment names, and the models in bpmn/')
      .example('$0 doctor --address grpcs://cluster.example:443', 'another cluster')
      .example('$0 doctor --reporter json', 'for programs')
      .epilogue(
        'Looks in this order, as far as it gets: settings, name and port, TLS, credentials, gateway,\n' +
          'version, REST API, clock, deployed models, job types. Changes nothing. Codes: docs/errors.md.\n' +
          'Exit codes: 0 nothing keeps the project from working, 1 something does, 2 wrong command line.',
      ),
  run: async (flags, context) => {
    checkTimeout(flags.timeout);
    const { settings } = await settleFlags(flags, context);
    const isJson = settings.reporter === 'json';
    const environment = clusterEnvironment(flags, context);
    const findings = await diagnoseConnection(environment, {
      timeoutMs: flags.timeout * 1_000,
      onFinding: (finding) => {
        if (!isJson) {
          tell(finding, context);
        }
      },
      further: async (client, topology) => {
        const { deploymentProject } = await import('../../generator/project/deployment-project.js');
        try {
          const project = await deploymentProject({
            paths: settings.paths,
            out: settings.out,
            cwd: context.cwd,
            levels: settings.rules,
            plugins: settings.plugins,
          });
          return await checkModels(project, { client, topology });
        } catch (error) {
          if (isGeneratorError(error)) {
            context.err(`note: models are left out: ${error.message}`);
            return [];
          }
          throw error;
        }
      },
    });
    const exitCode = verdict(findings);
    if (isJson) {
      context.out(JSON.stringify({ schema: 1, verb: 'doctor', exitCode, findings }, undefined, 2));
    }
    context.err(summaryOf(findings));
    return exitCode;
  },
});

function checkTimeout(seconds: number): void {
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
    throw new CliError({
      what: 'the time for a step is none',
      where: '--timeout',
      why: `${String(seconds)} is not a number of seconds up to ${String(MOST_SECONDS)}`,
      fix: 'leave it out for 5 seconds',
    });
  }
}

function verdict(findings: readonly ClusterFinding[]): ExitCode {
  return findings.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.ok;
}

function tell(finding: ClusterFinding, context: VerbContext): void {
  if (!isClusterFault(finding)) {
    context.out(printable(`ok       ${finding.check.padEnd(11)} ${finding.what}`));
    return;
  }
  const { severity, check, code, what, where, why, fix } = finding;
  context.out(
    printable(
      [
        `${severity.padEnd(8)} ${check.padEnd(11)} ${code}: ${what}`,
        `  where: ${where}`,
        `  why:   ${why}`,
        `  fix:   ${fix}`,
        `  docs:  docs/errors.md#${code.toLowerCase()}`,
      ].join('\n'),
    ),
  );
}

function summaryOf(findings: readonly ClusterFinding[]): string {
  const faults = findings.filter(isClusterFault);
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  const warnings = faults.length - errors;
  return faults.length === 0
    ? `${String(findings.length)} checks, nothing is wrong`
    : `${String(errors)} error(s), ${String(warnings)} warning(s) in ${String(findings.length)} checks`;
}
