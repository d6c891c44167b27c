import * as s from '../../scenario/index.js';

const UNKNOWN = '2251799999999999';

/** Status codes and texts of refusals, over gRPC and REST. */
export const statuses = s.scenarios('1.18', {
  'status-of-unknown-keys': {
    shows: 'Keys that are not there are not found, each with its own words.',
    run: async (c) => {
      const job = { key: UNKNOWN, variables: {} };
      await c.complete(job);
      await c.fail(job, 1);
      await c.throwError(job, 'E');
      await c.updateRetries(job, 1);
      await c.updateTimeout(job, 1);
      await c.cancel(UNKNOWN);
      await c.resolve(UNKNOWN);
      await c.setVariables(UNKNOWN, {});
      await c.evaluate('decisionNobodyDeployed');
    },
  },
  'status-of-bad-documents': {
    shows: 'Variables that are no object are refused everywhere.',
    run: async (c) => {
      await c.deploy(
        s.model('documents', { nodes: { start: s.start(), w: s.job('w') }, flows: ['start w'] }),
      );
      const instance = await c.create('documents');
      const { key } = await c.job('w');
      for (const variables of ['[]', '5', 'no json', '"text"', 'null']) {
        await c.call({ rpc: 'CompleteJob', request: { jobKey: key, variables } });
        await c.call({
          rpc: 'SetVariables',
          request: { elementInstanceKey: instance, variables, local: false },
        });
      }
    },
  },
  'status-over-rest': {
    shows: 'The same refusals as problem documents of the REST API.',
    rest: true,
    run: async (c) => {
      await c.deploy(
        s.model('problems', { nodes: { start: s.start(), w: s.job('w') }, flows: ['start w'] }),
      );
      const instance = await c.create('problems');
      const { key } = await c.job('w');
      await c.fail({ key, variables: {} }, 0);
      await c.call({ method: 'POST', path: `jobs/${key}/completion`, body: {} });
      await c.call({ method: 'POST', path: `jobs/${UNKNOWN}/completion`, body: {} });
      await c.call({ method: 'PATCH', path: `jobs/${key}`, body: { changeset: { retries: 2 } } });
      await c.call({ method: 'PATCH', path: `jobs/${key}`, body: { changeset: {} } });
      await c.call({ method: 'POST', path: `incidents/${c.incident()}/resolution`, body: {} });
      await c.call({ method: 'POST', path: `incidents/${UNKNOWN}/resolution`, body: {} });
      await c.call({
        method: 'POST',
        path: `jobs/${key}/completion`,
        body: { variables: { v: 1 } },
      });
      await c.call({
        method: 'POST',
        path: `process-instances/${instance}/cancellation`,
        body: {},
      });
      await c.call({
        method: 'PUT',
        path: `element-instances/${UNKNOWN}/variables`,
        body: { variables: {} },
      });
    },
  },
  'status-of-messages-and-signals': {
    shows: 'What messages and signals must say.',
    run: async (c) => {
      await c.publish('', 'k', { timeToLive: 0 });
      await c.publish('status-m', 'k', { timeToLive: -5 });
      await c.broadcast('');
    },
  },
});
