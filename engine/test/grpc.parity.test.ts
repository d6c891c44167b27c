import { startEngineServer, type EngineServer } from '../server.js';
import { grpcCaller, type GrpcCaller } from './gateway/parity/grpc-caller.js';
import { grpcScenes } from './gateway/parity/grpc-scenes.js';
import { playScene } from './gateway/parity/play-scene.js';
import { readKnownDifferences, readTable, sendByGrpc } from './gateway/parity/tables.js';

let server: EngineServer;
let caller: GrpcCaller;
const defects: unknown[] = [];
const { answers: recorded } = readTable('grpc');
const known = readKnownDifferences('grpc');

function isKnown(name: string): boolean {
  return [...known.keys()].some((one) =>
    one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : one === name,
  );
}

beforeAll(async () => {
  server = await startEngineServer({
    grpcPort: 0,
    restPort: 0,
    onError: (error) => defects.push(error),
  });
  caller = await grpcCaller(server.grpcAddress);
});
afterAll(async () => {
  caller.close();
  await server.close();
  expect(defects).toEqual([]);
});

describe('the gRPC gateway answers as the recorded broker does', () => {
  test.each(grpcScenes.map((scene) => [scene.name, scene] as const))('%s', async (name, scene) => {
    const answers = await playScene(scene, sendByGrpc(caller), `r${Date.now().toString(36)}`);
    const expected = Object.entries(recorded).filter(([call]) => call.startsWith(`${name} / `));
    expect(expected).toHaveLength(scene.steps.length);
    const same = (call: string): boolean => !isKnown(call);
    expect(Object.fromEntries([...answers].filter(([call]) => same(call)))).toEqual(
      Object.fromEntries(expected.filter(([call]) => same(call))),
    );
  });

  test('differs only in calls that are there', () => {
    const calls = Object.keys(recorded);
    const gone = [...known.keys()].filter(
      (one) =>
        !calls.some((call) =>
          one.endsWith('*') ? call.startsWith(one.slice(0, -1)) : call === one,
        ),
    );
    expect(gone).toEqual([]);
  });
});
