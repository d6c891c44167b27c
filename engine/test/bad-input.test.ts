import { connect as connectTcp } from 'node:net';
import { gzipSync } from 'node:zlib';

import {
  compressionAlgorithms,
  credentials,
  makeGenericClientConstructor,
  Metadata,
  status,
} from '@grpc/grpc-js';

import { loadGatewayService } from '../grpc/protocol.js';
import { startEngineServer, type EngineServer } from '../server.js';
import { grpcCaller, type GrpcCaller } from './gateway/parity/grpc-caller.js';
import { processXml } from './gateway/models.js';

let server: EngineServer;
let caller: GrpcCaller;
const defects: unknown[] = [];
const seed = Number(process.env.BAD_INPUT_SEED ?? 20261125);

/** Numbers below `bound`, the same for the same seed. */
function numbers(from: number): (bound: number) => number {
  let state = from;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % bound;
  };
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
});
afterEach(async () => {
  // Whatever came in, the next caller is served.
  expect((await caller.call('Topology', {})).code).toBe('OK');
  expect((await fetch(`${server.restAddress}/v2/topology`)).status).toBe(200);
  expect(defects).toEqual([]);
});

/** Sends bytes to a port and waits until it answers something, closes or a moment has passed. */
function sendBytes(address: string, bytes: Buffer): Promise<void> {
  const port = Number(address.split(':').at(-1));
  return new Promise((resolve) => {
    const socket = connectTcp(port, '127.0.0.1', () => {
      socket.write(bytes);
    });
    const done = (): void => {
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(done, 150);
    for (const event of ['data', 'end', 'error', 'close']) {
      socket.on(event, () => {
        clearTimeout(timer);
        done();
      });
    }
  });
}

async function post(path: string, body: string): Promise<number> {
  const response = await fetch(`${server.restAddress}/v2/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  await response.text();
  return response.status;
}

describe(`the gateways and bad input (BAD_INPUT_SEED=${seed})`, () => {
  test('survive any bytes on either port', async () => {
    const random = numbers(seed);
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    const starts = [Buffer.alloc(0), preface, Buffer.from('POST /v2/deployments HTTP/1.1\r\n')];
    for (let round = 0; round < 60; round += 1) {
      const noise = Buffer.from(Array.from({ length: 1 + random(400) }, () => random(256)));
      const bytes = Buffer.concat([starts[random(3)]!, noise]);
      await sendBytes(round % 2 === 0 ? server.grpcAddress : server.restAddress, bytes);
    }
  });

  test('answer damaged messages of every rpc with a status', async () => {
    const random = numbers(seed + 1);
    const service = await loadGatewayService();
    const Client = makeGenericClientConstructor(service, 'Gateway');
    const client = new Client(server.grpcAddress, credentials.createInsecure());
    const send = (path: string, bytes: Buffer): Promise<number> =>
      new Promise((resolve) => {
        const call = client.makeServerStreamRequest(
          path,
          (value: Buffer) => value,
          (value: Buffer) => value,
          bytes,
          { deadline: Date.now() + 1000 },
        );
        call.on('data', () => undefined);
        call.on('error', () => undefined);
        call.on('status', ({ code }) => {
          resolve(code);
        });
      });
    for (const { path } of Object.values(service)) {
      for (let round = 0; round < 6; round += 1) {
        const bytes = Buffer.from(Array.from({ length: random(60) }, () => random(256)));
        expect(await send(path, bytes)).toBeGreaterThanOrEqual(0);
      }
    }
    client.close();
  });

  test('refuse messages that are too large, also when they are packed small', async () => {
    const service = await loadGatewayService();
    const { path } = service.PublishMessage!;
    const Client = makeGenericClientConstructor(service, 'Gateway');
    const client = new Client(server.grpcAddress, credentials.createInsecure(), {
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
    });
    const bomb = Buffer.alloc(64 * 1024 * 1024, 0x20);
    expect(gzipSync(bomb).length).toBeLessThan(100_000);
    const code = await new Promise<number>((resolve) => {
      const call = client.makeUnaryRequest(
        path,
        (value: Buffer) => value,
        (value: Buffer) => value,
        bomb,
        new Metadata(),
        () => undefined,
      );
      call.on('status', (ended) => {
        resolve(ended.code);
      });
    });
    expect(code).toBe(status.RESOURCE_EXHAUSTED);
    client.close();
  });

  test.each([
    'null',
    '[]',
    '{"processDefinitionId":{}}',
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    `{"variables":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    '['.repeat(200_000),
    '{"processDefinitionId":"\u0000../../etc/passwd"}',
    '{"processDefinitionKey":1e999}',
  ])('answer a body of another shape with 4xx (%#)', async (body) => {
    for (const path of ['process-instances', 'process-instances/search', 'jobs/activation']) {
      const code = await post(path, body);
      // Null is no body, which a search does not need.
      expect(code === 200 && body === 'null' ? 400 : code).toBeGreaterThanOrEqual(400);
      expect(code).toBeLessThan(500);
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('end requests whose head is too large', async () => {
    const headers = { 'x-large': 'x'.repeat(100_000) };
    const response = await fetch(`${server.restAddress}/v2/topology`, { headers });
    expect(response.status).toBe(431);
  });

  test.each([
    ['endless matching', `matches("${'a'.repeat(40)}!", "^(a+)+$")`],
    ['endless replacing', `replace("${'a'.repeat(60)}b", "(a|aa)+$", "x")`],
    ['a huge range', 'for i in 1..1000000000 return i'],
    ['loops in loops', 'for a in 1..1000, b in 1..1000, c in 1..1000 return a'],
    ['endless recursion', '{f: function(n) f(n), r: f(1)}.r'],
    [
      'a text that doubles',
      `{s0: "aaaaaaaa", ${Array.from({ length: 40 }, (_, i) => `s${i + 1}: s${i} + s${i}`).join(', ')}}.s40`,
    ],
    ['deep brackets', `${'['.repeat(3000)}1${']'.repeat(3000)}`],
  ])(
    'bound %s in an expression',
    async (name, expression) => {
      const id = `bomb-${name.replaceAll(' ', '-')}`;
      const escaped = expression
        .replaceAll('&', '&amp;')
        .replaceAll('"', '&quot;')
        .replaceAll('<', '&lt;');
      const content = processXml(
        id,
        `<bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
      <bpmn:scriptTask id="work"><bpmn:extensionElements><zeebe:script expression="=${escaped}" resultVariable="r" /></bpmn:extensionElements>
        <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:scriptTask>
      <bpmn:endEvent id="end"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
      <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work" /><bpmn:sequenceFlow id="f2" sourceRef="work" targetRef="end" />`,
      );
      const resources = [{ name: `${id}.bpmn`, content: Buffer.from(content) }];
      const deployed = await caller.call('DeployResource', { resources });
      if (deployed.code === 'OK') {
        const started = await caller.call('CreateProcessInstance', {
          bpmnProcessId: id,
          version: -1,
        });
        expect(started.code).toBe('OK');
        await server.engine.idle();
      } else {
        expect(deployed.code).toBe('INVALID_ARGUMENT');
      }
    },
    30_000,
  );

  test('bound entities and depth of XML', async () => {
    const entities = Array.from(
      { length: 12 },
      (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`,
    ).join('');
    const bombs = [
      `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "x">${entities}]><d>&e12;</d>`,
      '<a>'.repeat(100_000),
      `<a ${Array.from({ length: 50_000 }, (_, i) => `b${i}="c"`).join(' ')}/>`,
      `<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>`,
    ];
    for (const name of ['x.bpmn', 'x.dmn']) {
      for (const text of bombs) {
        const resources = [{ name, content: Buffer.from(text) }];
        const { code } = await caller.call('DeployResource', { resources });
        expect(code).toBe('INVALID_ARGUMENT');
      }
    }
  }, 30_000);
});
