import { readFileSync, writeFileSync } from 'node:fs';

import type { GrpcCaller } from './grpc-caller.js';
import type { Recorded, Send } from './play-scene.js';
import { callRest } from './rest-caller.js';
import type { RestRequest } from './rest-scenes.js';

/** Version of the broker whose answers the tables hold. */
export const recordedVersion = '8.6.0';

/** Names of the tables. */
export type Gateway = 'grpc' | 'rest';

/** What a broker answered to every call, by `scene / number call`. */
export interface Table {
  readonly version: string;
  readonly answers: Readonly<Record<string, Recorded>>;
}

function file(name: string): URL {
  return new URL(name, import.meta.url);
}

/** Reads the committed table of a gateway. */
export function readTable(gateway: Gateway): Table {
  return JSON.parse(readFileSync(file(`${gateway}-${recordedVersion}.json`), 'utf8')) as Table;
}

/** Writes the table of a gateway, a line for each call. */
export function writeTable(gateway: Gateway, answers: ReadonlyMap<string, Recorded>): void {
  const lines = [...answers].map(
    ([name, answer]) => `${JSON.stringify(name)}: ${JSON.stringify(answer)}`,
  );
  const version = JSON.stringify(recordedVersion);
  const text = `{"version": ${version}, "answers": {\n${lines.join(',\n')}\n}}\n`;
  writeFileSync(file(`${gateway}-${recordedVersion}.json`), text);
}

/** Calls that are known to be answered otherwise, with the reason; a name that ends in `*` is a beginning. */
export function readKnownDifferences(gateway: Gateway): ReadonlyMap<string, string> {
  const text = readFileSync(file('known-differences.json'), 'utf8');
  const all = JSON.parse(text) as Readonly<Record<Gateway, Readonly<Record<string, string>>>>;
  return new Map(Object.entries(all[gateway]));
}

/** Sends steps to a gRPC gateway; resources are text in scenes and bytes on the wire. */
export function sendByGrpc(caller: GrpcCaller): Send {
  return async ({ call, request }) => ({
    ...(await caller.call(call, withBytes(request as Readonly<Record<string, unknown>>))),
  });
}

function withBytes(request: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name,
      name === 'resources' || name === 'processes' ? (value as object[]).map(bytesOf) : value,
    ]),
  );
}

function bytesOf(resource: object): object {
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]: [string, unknown]) => [
      name,
      name === 'content' || name === 'definition' ? Buffer.from(String(value)) : value,
    ]),
  );
}

/** Sends steps to the REST API at `http://host:port`. */
export function sendByRest(address: string): Send {
  return async ({ call, request }) => ({
    ...(await callRest(address, call, request as RestRequest)),
  });
}
