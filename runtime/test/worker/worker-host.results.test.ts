import { createWorkerHost, silentLogger } from '../../index.js';
import type { WorkerHost } from '../../index.js';
import { activate, deny, type JobHandler } from '../../v1.js';
import { ScriptedEngine, job } from './scripted-engine.js';

const jobs = {
  pack: {
    type: 'pack',
    elementIds: ['Pack'],
    inputSchema: {},
    outputSchema: {
      type: 'object',
      properties: { round: { type: 'integer' } },
      additionalProperties: false,
    },
    errorCodes: [],
    result: { taskListenerEvents: ['completing'], activatable: ['Fold'] },
  },
} as const;

const hosts: WorkerHost[] = [];

async function answerTo(pack: JobHandler<never, unknown, never, never, never>): Promise<unknown> {
  const engine = new ScriptedEngine([[job({ key: '7' })]]);
  const host = createWorkerHost({
    client: engine,
    jobs,
    handlers: { pack },
    name: 'w',
    logger: silentLogger,
  });
  hosts.push(host);
  host.run();
  for (let tries = 0; engine.answers.length === 0 && tries < 500; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return engine.answers[0];
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.shutdown({ graceMs: 0, forceMs: 0 })));
});

describe('results of listeners and ad-hoc sub-processes', () => {
  test('go to the engine beside the variables', async () => {
    expect(
      await answerTo(() => Promise.resolve(activate([{ elementId: 'Fold' }], { round: 1 }))),
    ).toEqual({
      call: 'complete',
      jobKey: '7',
      detail: {
        variables: { round: 1 },
        result: {
          jobResult: 'adHocSubProcess',
          activateElements: [{ elementId: 'Fold' }],
          isCompletionConditionFulfilled: false,
          isCancelRemainingInstances: false,
        },
      },
    });
    expect(await answerTo(() => Promise.resolve(deny('no stock')))).toMatchObject({
      detail: { variables: {}, result: { denied: true, reason: 'no stock' } },
    });
  });

  test('that the job cannot take are an incident that says why', async () => {
    expect(await answerTo(() => Promise.resolve(activate([{ elementId: 'Burn' }])))).toEqual({
      call: 'fail',
      jobKey: '7',
      detail: {
        retries: 0,
        message:
          'the handler of "pack" returned a result that does not fit its job: it activates "Burn", which the sub-process lacks',
      },
    });
  });

  test('carry variables that fit the output schema, or are an incident', async () => {
    expect(await answerTo(() => Promise.resolve(activate([], { round: 'one' })))).toMatchObject({
      call: 'fail',
      detail: { message: expect.stringContaining('/round') as string },
    });
  });

  test('are left out when the handler returns nothing', async () => {
    expect(await answerTo(() => Promise.resolve(undefined))).toEqual({
      call: 'complete',
      jobKey: '7',
      detail: {},
    });
  });
});
