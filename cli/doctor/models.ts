import type {
  DeployedModel,
  DeploymentProject,
} from '../../generator/project/deployment-project.js';
import { formatPlace } from '../../model/place.js';
import type { ClusterFinding, EngineClient, Topology } from '../../runtime/index.js';
import { deployedModels } from '../cluster/deployed-models.js';

/** Whether a cluster has the models of a project, and the job types that its workers ask for. */
export async function checkModels(
  project: DeploymentProject,
  { client, topology }: { readonly client: EngineClient; readonly topology: Topology },
): Promise<readonly ClusterFinding[]> {
  const version = await checkVersion(project, topology);
  const found = await deployedModels(
    client,
    project.processes.map(({ id }) => id),
  );
  if (!found.known) {
    return [
      ...version,
      {
        severity: 'warning',
        check: 'models',
        code: 'CLU619',
        what: 'the cluster does not show deployed models, so they cannot be compared',
        where: 'ZEEBE_REST_ADDRESS',
        why: found.reason,
        fix: 'look at them in Operate; Camunda shows models by REST from 8.8 on',
      },
    ];
  }
  const deployments = project.processes.map(({ id, name }) =>
    checkDeployment({ id, text: textOf(project, name), file: name }, found.models.get(id)),
  );
  return [
    ...version,
    ...deployments,
    ...(await checkJobTypes(project, [...found.models.values()])),
  ];
}

function textOf(project: DeploymentProject, name: string): string {
  return project.files.find((file) => file.name === name)?.text ?? '';
}

async function checkVersion(
  project: DeploymentProject,
  { gatewayVersion }: Topology,
): Promise<readonly ClusterFinding[]> {
  const version = /^\d+\.\d+/u.exec(gatewayVersion)?.[0] ?? '';
  const supported = ['8.6', '8.7', '8.8', '8.9', '8.10'];
  if (!supported.includes(version)) {
    return [];
  }
  const here = new Set(project.diagnostics.map(({ code, message }) => `${code} ${message}`));
  const added = (await project.validateFor(version)).filter(
    ({ severity, code, message }) => severity === 'error' && !here.has(`${code} ${message}`),
  );
  const [first] = added;
  return first === undefined
    ? []
    : [
        {
          severity: 'error',
          check: 'version',
          code: 'CLU620',
          what: `the models need a newer cluster than Camunda ${gatewayVersion}`,
          where: formatPlace(first.place),
          why: `${first.code}: ${first.message}${added.length > 1 ? ` (and ${String(added.length - 1)} more)` : ''}`,
          fix: `upgrade the cluster, or run \`jobwright validate --target ${version}\` and mend what it names`,
        },
      ];
}

function checkDeployment(
  process: { readonly id: string; readonly text: string; readonly file: string },
  deployed: DeployedModel | undefined,
): ClusterFinding {
  const { id, text, file } = process;
  if (deployed === undefined) {
    return {
      severity: 'error',
      check: 'models',
      code: 'CLU621',
      what: `process ${id} is not deployed`,
      where: file,
      why: 'the cluster shows no version of it',
      fix: 'run `jobwright deploy`',
    };
  }
  return deployed.xml === text
    ? {
        severity: 'ok',
        check: 'models',
        what: `${id}: version ${String(deployed.version)} is the model of ${file}`,
      }
    : {
        severity: 'warning',
        check: 'models',
        code: 'CLU622',
        what: `the newest version of process ${id} is another model`,
        where: file,
        why: `version ${String(deployed.version)} differs from the file`,
        fix: '`jobwright deploy --dry-run` says what differs; deploy, or take the file that was deployed',
      };
}

async function checkJobTypes(
  project: DeploymentProject,
  deployed: readonly DeployedModel[],
): Promise<readonly ClusterFinding[]> {
  if (deployed.length === 0) {
    return [];
  }
  const here = await project.jobTypes();
  const there = await project.jobTypesOf(deployed);
  const idle = [...here].filter((type) => !there.has(type));
  const waiting = [...there].filter((type) => !here.has(type));
  if (idle.length === 0 && waiting.length === 0) {
    const what = `${String(here.size)} job types, all in deployed processes`;
    return [{ severity: 'ok', check: 'workers', what }];
  }
  return [
    ...idle.map((type): ClusterFinding => ({
      severity: 'warning',
      check: 'workers',
      code: 'CLU623',
      what: `a worker asks for jobs of type ${type}, and no deployed process has them`,
      where: type,
      why: 'the models here have the type, the deployed ones do not',
      fix: 'deploy the models, or mend the type',
    })),
    ...waiting.map((type): ClusterFinding => ({
      severity: 'error',
      check: 'workers',
      code: 'CLU624',
      what: `jobs of type ${type} wait for ever: no worker of this project asks for them`,
      where: type,
      why: 'a deployed process has the type, the models here do not',
      fix: 'deploy the models, or keep a worker for the type until no instance of the old version runs',
    })),
  ];
}
