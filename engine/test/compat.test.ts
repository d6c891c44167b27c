import { Engine } from '../index.js';
import type { EngineOptions } from '../index.js';
import { processXml } from './process-xml.js';

const model = processXml('p', {
  nodes: [
    { tag: 'startEvent', id: 's' },
    {
      tag: 'scriptTask',
      id: 't',
      extension:
        '<zeebe:script expression="=[is blank(&quot; &quot;), partition([1, 2], 1), fromAi(1)]" resultVariable="r"/>',
    },
  ],
  flows: ['s->t'],
});

async function resultOf(options: EngineOptions): Promise<unknown> {
  const engine = await Engine.open(options);
  try {
    const resource = Buffer.from(model).toString('base64');
    const value = { resources: [{ resourceName: 'p.bpmn', resource }] };
    await engine.execute({ valueType: 'DEPLOYMENT', intent: 'CREATE', value });
    const { value: result } = await engine.execute({
      valueType: 'PROCESS_INSTANCE_CREATION',
      intent: 'CREATE_WITH_AWAITING_RESULT',
      value: { bpmnProcessId: 'p' },
    });
    return (result as { readonly variables: { readonly r: unknown } }).variables.r;
  } finally {
    await engine.close();
  }
}

describe('the compatibility level', () => {
  it('is 8.6 unless another is asked for', async () => {
    expect(await resultOf({})).toEqual([null, null, null]);
  });

  it('brings the functions of the FEEL engine of that version', async () => {
    expect(await resultOf({ compat: '8.7' })).toEqual([true, [[1], [2]], null]);
    expect(await resultOf({ compat: '8.8' })).toEqual([true, [[1], [2]], 1]);
  });

  it('decides which models are taken, also for a model that another engine took', async () => {
    const adHoc = processXml('a', {
      nodes: [
        { tag: 'startEvent', id: 's' },
        {
          tag: 'adHocSubProcess',
          id: 'tools',
          content: { nodes: [{ tag: 'task', id: 't' }], flows: [] },
        },
      ],
      flows: ['s->tools'],
    });
    const resource = Buffer.from(adHoc).toString('base64');
    const verdicts: string[] = [];
    for (const compat of ['8.8', '8.6', '8.7'] as const) {
      const engine = await Engine.open({ compat });
      verdicts.push(
        await engine
          .execute({
            valueType: 'DEPLOYMENT',
            intent: 'CREATE',
            value: { resources: [{ resourceName: 'a.bpmn', resource }] },
          })
          .then(
            () => 'taken',
            (error: unknown) => String(error),
          ),
      );
      await engine.close();
    }
    expect(verdicts).toEqual([
      'taken',
      expect.stringContaining("Elements of type 'AdHocSubProcess' are currently not supported"),
      'taken',
    ]);
  });
});
