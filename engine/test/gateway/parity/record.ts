/**
 * Records what a Camunda 8.6.0 broker answers to every call of the scenes, into the tables that the
 * tests hold our gateways to: `npm run record:gateways -- HOST:GRPC_PORT http://HOST:REST_PORT`.
 */
import { grpcCaller } from './grpc-caller.js';
import { grpcScenes } from './grpc-scenes.js';
import { playScene, type Recorded, type Send } from './play-scene.js';
import { restScenes } from './rest-scenes.js';
import type { Scene } from './scene.js';
import { recordedVersion, sendByGrpc, sendByRest, writeTable } from './tables.js';

async function play(scenes: readonly Scene[], send: Send): Promise<Map<string, Recorded>> {
  const answers = new Map<string, Recorded>();
  for (const scene of scenes) {
    const run = `r${Date.now().toString(36)}`;
    for (const [name, answer] of await playScene(scene, send, run)) {
      answers.set(name, answer);
    }
  }
  return answers;
}

const [grpcAddress, restAddress] = process.argv.slice(2);
if (grpcAddress === undefined || restAddress === undefined) {
  throw new Error('usage: npm run record:gateways -- HOST:GRPC_PORT http://HOST:REST_PORT');
}
const caller = await grpcCaller(grpcAddress);
const { answer } = await caller.call('Topology', {});
const { gatewayVersion } = answer as { readonly gatewayVersion: string };
if (gatewayVersion !== recordedVersion) {
  throw new Error(`expected a broker of version ${recordedVersion}, found ${gatewayVersion}`);
}
const grpc = await play(grpcScenes, sendByGrpc(caller));
caller.close();
writeTable('grpc', grpc);
const rest = await play(restScenes, sendByRest(restAddress));
writeTable('rest', rest);
process.stdout.write(`recorded ${grpc.size} calls by gRPC and ${rest.size} by REST\n`);
