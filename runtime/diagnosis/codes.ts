/** What can be wrong between a project and its cluster; each is described in docs/errors.md. */
export const clusterCodes = {
  CLU601: 'A setting of the connection is missing or malformed.',
  CLU602: 'Credentials would travel in the open.',
  CLU603: 'The name of the cluster does not resolve.',
  CLU604: 'Nothing listens at the address.',
  CLU605: 'The address does not answer in time.',
  CLU606: 'The certificate of the cluster is not trusted.',
  CLU607: 'The certificate of the cluster is for another name.',
  CLU608: 'The certificate of the cluster is past its time, or not valid yet.',
  CLU609: 'One side speaks TLS and the other does not.',
  CLU610: 'What answers at the address is no gateway of Camunda 8.',
  CLU611: 'The cluster does not accept the credentials.',
  CLU612: 'No token can be had.',
  CLU613: 'The credentials do not allow what a worker does.',
  CLU614: 'The gateway has no broker behind it.',
  CLU615: 'The cluster is older than Camunda 8.6.',
  CLU616: 'The clock of this machine and that of the cluster differ.',
  CLU617: 'There is no REST address to look at models with.',
  CLU618: 'The REST address does not serve the REST API v2.',
  CLU619: 'The cluster does not show deployed models.',
  CLU620: 'The models need a newer cluster.',
  CLU621: 'A process is not deployed.',
  CLU622: 'The deployed model is another one.',
  CLU623: 'A worker asks for a job type that no deployed process has.',
  CLU624: 'A deployed process has a job type that no worker asks for.',
} as const;

/** One of `clusterCodes`. */
export type ClusterCode = keyof typeof clusterCodes;
