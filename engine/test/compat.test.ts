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
});
