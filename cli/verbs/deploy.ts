import type { DeploymentProject } from '../../generator/project/deployment-project.js';
import type { DiffResult } from '../../generator/diff/index.js';
import type { Deployment } from '../../runtime/index.js';
import { deployedModels, type DeployedModels } from '../cluster/deployed-models.js';
import {
  clusterEnvironment,
  clusterOptions,
  operateLink,
  type ClusterFlags,
} from '../cluster/cluster-options.js';
import { withCluster } from '../cluster/open-cluster.js';
import { exitCodes } from '../exit-code.js';
import { commonOptions, count, runGenerator, verdict, type RunOutcome } from '../generator-run.js';
import { diffText } from '../report/diff-text.js';
import { defineVerb, type VerbContext } from '../verb.js';

/** `jobwright deploy`: one deployment of all models, decisions and forms, and what it changes. */
export const verb = defineVerb({
  options: (yargs) =>
    clusterOptions(commonOptions(yargs))
      .option('dry-run', {
        describe: 'say what would change, and deploy nothing',
        type: 'boolean',
        default: false,
      })
      .option('fail-on', {
        describe: 'refuse to deploy a change that breaks others, or may',
        choices: ['breaking', 'risky', 'none'] as const,
        requiresArg: true,
        default: 'none' as const,
      })
      .example('$0 deploy', 'everything in bpmn/, to the engine on this machine')
      .example('$0 deploy --dry-run', 'what that would change for workers and running instances')
      .example(
        '$0 deploy bpmn --address grpcs://cluster.example:443 --max-warnings 0',
        'a cluster, strictly; credentials come from the environment',
      )
      .epilogue(
        'All files go in one deployment: either all are deployed or none. What has not changed keeps\n' +
          'its version. Errors of `jobwright validate` stop it before anything is sent.\n' +
          'Exit codes: 0 deployed (or nothing to do), 1 findings, refused or broken by --fail-on,\n' +
          '2 wrong command line or a cluster that cannot be reached, 70 a defect of jobwright.',
      ),
  run: (flags, context) =>
    runGenerator('deploy', { flags, context }, async ({ options, settings, clock }) => {
      clock.begin('modules');
      const { deploymentProject } = await import('../../generator/project/deployment-project.js');
      const project = await deploymentProject(options);
      if (verdict(project.diagnostics, settings.maxWarnings) !== exitCodes.ok) {
        return nothingDeployed(project, 'nothing deployed');
      }
      clock.begin('deploy');
      const environment = clusterEnvironment(flags, context);
      return withCluster(environment, async (client) => {
        const ids = project.processes.map(({ id }) => id);
        const before = await deployedModels(client, ids);
        const changes = before.known
          ? await project.compare([...before.models.values()])
          : undefined;
        if (changes !== undefined && isTooMuch(changes, flags['fail-on'])) {
          const { breaking, risky } = changes.counts;
          const summary = `nothing deployed: ${String(breaking)} breaking and ${String(risky)} risky changes, and --fail-on ${flags['fail-on']}`;
          return { ...nothingDeployed(project, summary), diffs: diffText(changes) };
        }
        if (flags['dry-run']) {
          return dryRun(project, before, changes);
        }
        context.err(
          `deploying ${count(project.files.length, 'file')} to ${environment.ZEEBE_GRPC_ADDRESS ?? ''}`,
        );
        const deployment = await client.deploy(
          project.files.map(({ name, text }) => ({ name, content: text })),
        );
        return deployed({ project, before, changes, deployment, flags, context });
      });
    }),
});

function nothingDeployed(project: DeploymentProject, summary: string): RunOutcome {
  return {
    diagnostics: project.diagnostics,
    notes: [],
    files: [],
    diffs: [],
    summary,
    exitCode: exitCodes.findings,
  };
}

function isTooMuch({ counts }: DiffResult, failOn: 'breaking' | 'risky' | 'none'): boolean {
  return (failOn !== 'none' && counts.breaking > 0) || (failOn === 'risky' && counts.risky > 0);
}

function dryRun(
  project: DeploymentProject,
  before: DeployedModels,
  changes: DiffResult | undefined,
): RunOutcome {
  const files = project.files.map(({ file, name, text }) => {
    const ids = project.processes.filter((process) => process.name === name).map(({ id }) => id);
    return { file, state: before.known ? stateBefore(ids, text, before.models) : 'unknown' };
  });
  const would = files.filter(({ state }) => state !== 'unchanged').length;
  return {
    diagnostics: project.diagnostics,
    notes: notesOf(before),
    files,
    diffs: changes === undefined ? [] : diffText(changes),
    details: detailsOf(changes, undefined),
    summary: `dry run: ${String(would)} of ${count(files.length, 'file')} would be deployed`,
  };
}

function stateBefore(
  ids: readonly string[],
  text: string,
  models: ReadonlyMap<string, { readonly xml: string }>,
): string {
  if (ids.length === 0) {
    // Only processes can be looked up by what their file says.
    return 'unknown';
  }
  const known = ids.map((id) => models.get(id));
  if (known.every((model) => model === undefined)) {
    return 'new';
  }
  return known.every((model) => model?.xml === text) ? 'unchanged' : 'changed';
}

function deployed(run: {
  readonly project: DeploymentProject;
  readonly before: DeployedModels;
  readonly changes: DiffResult | undefined;
  readonly deployment: Deployment;
  readonly flags: ClusterFlags;
  readonly context: VerbContext;
}): RunOutcome {
  const { project, before, changes, deployment, flags, context } = run;
  const lines = deployment.resources.map(({ kind, id, version, key }) => {
    const old = before.known ? before.models.get(id)?.version : undefined;
    const was =
      kind !== 'process' || !before.known
        ? ''
        : old === undefined
          ? ' (new)'
          : old === version
            ? ' (unchanged)'
            : ` (was ${String(old)})`;
    const link = kind === 'process' ? operateLink(flags, context, { id, version }) : undefined;
    return [
      `${kind} ${id}: version ${String(version)}${was}, key ${key}`,
      ...(link === undefined ? [] : [`  ${link}`]),
    ].join('\n');
  });
  return {
    diagnostics: project.diagnostics,
    notes: notesOf(before),
    files: [],
    diffs: [...(changes === undefined ? [] : diffText(changes)), ...lines],
    details: detailsOf(changes, deployment),
    summary: `${count(project.files.length, 'file')} deployed as ${deployment.key}`,
  };
}

function notesOf(before: DeployedModels): readonly string[] {
  return before.known
    ? []
    : [
        `what is deployed cannot be seen, so what changes cannot be said: ${before.reason} ` +
          '(Camunda shows models at --rest-address from 8.8 on)',
      ];
}

function detailsOf(
  changes: DiffResult | undefined,
  deployment: Deployment | undefined,
): Readonly<Record<string, unknown>> {
  return {
    ...(changes === undefined
      ? {}
      : {
          changeCounts: changes.counts,
          changes: changes.changes,
          migrations: changes.migrations,
        }),
    ...(deployment === undefined ? {} : { deployment }),
  };
}
