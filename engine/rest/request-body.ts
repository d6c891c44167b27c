import type { IncomingMessage } from 'node:http';

import busboy from 'busboy';
import type { z } from 'zod';

import { JsonFault, readJsonDocument, type DeployedFile } from '../gateway/index.js';
import { HttpFault } from './problem.js';

/** Largest JSON body and largest file of a deployment, in bytes. */
export const maxBodyBytes = 16 * 1024 * 1024;
const maxFiles = 200;

/**
 * Reads a JSON body. An empty one, or null, is undefined if it is optional, else refused. Throws
 * `HttpFault` 400, 413 or 415.
 */
export async function readJson(
  message: IncomingMessage,
  options: { readonly optional: boolean },
): Promise<unknown> {
  const contentType = message.headers['content-type'];
  // Also keeps web pages of other origins out, which can send plain text without being asked.
  const isJson = /^application\/(.+\+)?json\b/i.test(contentType ?? '');
  const text = await readText(message);
  if (!isJson && !(options.optional && text === '' && contentType === undefined)) {
    throw new HttpFault(415, 'The body must be sent as application/json.');
  }
  const body = text === '' ? null : parse(text);
  if (body === null && !options.optional) {
    throw new HttpFault(400, 'Required request body is missing');
  }
  return body ?? undefined;
}

async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    // Without an encoding set, a request's chunks are buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > maxBodyBytes) {
      throw new HttpFault(413, `The body is larger than ${maxBodyBytes} bytes.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return readJsonDocument(text).value;
  } catch (error) {
    throw error instanceof JsonFault ? unreadable(error.message) : error;
  }
}

function unreadable(reason: string): HttpFault {
  return new HttpFault(400, `Failed to read request: ${reason}`);
}

/** Checks a JSON body; refuses one of another shape with status 400 and every fault in the detail. */
export function checkBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {});
  if (result.success) {
    return result.data;
  }
  const faults = result.error.issues.map((issue) => {
    const place = issue.path.map(String).join('.');
    return place === '' ? issue.message : `${place}: ${issue.message}`;
  });
  throw unreadable(faults.join('; '));
}

/** A multipart form: its files, and its fields by name. */
export interface MultipartForm {
  readonly files: readonly DeployedFile[];
  readonly fields: Readonly<Record<string, string>>;
}

/** Reads a multipart form. Throws `HttpFault` 400, 413 or 415. */
export function readMultipart(message: IncomingMessage): Promise<MultipartForm> {
  return new Promise((resolve, reject) => {
    const parser = openParser(message);
    const files: DeployedFile[] = [];
    const fields: Record<string, string> = {};
    const tooLarge = (): void => {
      reject(new HttpFault(413, `A part of the form is larger than ${maxBodyBytes} bytes.`));
    };
    parser.on('file', (_field, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', tooLarge);
      stream.on('end', () => files.push({ name: filename ?? '', content: Buffer.concat(chunks) }));
    });
    parser.on('field', (name, value) => {
      fields[name] = value;
    });
    parser.on('filesLimit', () => {
      reject(new HttpFault(413, `The form has more than ${maxFiles} files.`));
    });
    parser.on('error', () => {
      reject(new HttpFault(400, 'The multipart form cannot be read: it is cut off or malformed.'));
    });
    parser.on('close', () => {
      if (files.length === 0) {
        reject(new HttpFault(400, "Required part 'resources' is not present."));
      }
      resolve({ files, fields });
    });
    message.on('aborted', () => {
      reject(new HttpFault(400, 'The request was cut off.'));
    });
    message.pipe(parser);
  });
}

function openParser(message: IncomingMessage): busboy.Busboy {
  try {
    return busboy({
      headers: message.headers,
      // Resource names may be paths; they are only ever used as names.
      preservePath: true,
      defParamCharset: 'utf8',
      limits: { fileSize: maxBodyBytes, files: maxFiles, fields: 20, fieldSize: 1000 },
    });
  } catch {
    throw new HttpFault(415, 'Resources must be sent as multipart/form-data.');
  }
}
