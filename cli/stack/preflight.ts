import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli-error.js';
import { fetchCamunda } from './camunda.js';
import { partOf } from './description.js';
import type { StackPart } from './part.js';
import { fetchOpenSearch } from './opensearch.js';
import { PartMissing } from './part-missing.js';
import { findRabbit } from './rabbitmq.js';

/** What the parts that run on Java take at most, and a little for the others. */
const NEEDED_MB = 3_000;

/**
 * Sees that everything the parts need is there before the first one is started: JDK, Maven's downloads,
 * RabbitMQ, memory, the services' files.
 * @throws CliError naming the first thing that is missing
 */
export async function preflight(
  parts: readonly StackPart[],
  options: { readonly cwd: string; readonly note: (line: string) => void },
): Promise<void> {
  const names = new Set(parts.map((part) => part.name));
  if (names.has('camunda')) {
    await checkMemory();
  }
  for (const { name } of parts.filter((part) => part.local.version === 'checkout')) {
    await checkService(join(options.cwd, 'services', name, 'main.ts'));
  }
  try {
    if (names.has('rabbitmq')) {
      findRabbit();
    }
    if (names.has('opensearch')) {
      await fetchOpenSearch();
    }
    if (names.has('camunda')) {
      const { version } = partOf('camunda').local;
      options.note(`Camunda ${version} comes by Maven: 350 MB, once`);
      await fetchCamunda(version);
    }
  } catch (cause) {
    if (cause instanceof PartMissing) {
      throw missing(cause);
    }
    throw cause;
  }
}

/** The error a user reads for a part that is not on this machine. */
function missing(cause: PartMissing): CliError {
  const [why = cause.message, ...fix] = cause.message.split(': ');
  return new CliError(
    {
      what: 'something that the stack is made of is missing',
      why,
      fix: fix.length > 0 ? fix.join(': ') : 'install it, or run the stack with Docker',
    },
    { cause },
  );
}

async function checkMemory(): Promise<void> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const free = Number(/MemAvailable:\s+(\d+)/.exec(text)?.[1] ?? Number.NaN) / 1024;
  if (free < NEEDED_MB) {
    throw new CliError({
      what: 'there is not enough memory for the stack',
      why: `${free.toFixed(0)} MB are free, and Camunda with its store needs ${String(NEEDED_MB)} MB`,
      fix: 'end other programs, or use a larger machine',
    });
  }
}

async function checkService(file: string): Promise<void> {
  try {
    await access(file);
  } catch (cause) {
    throw new CliError(
      {
        what: 'a service of the stack is not here',
        where: file,
        why: 'the file cannot be read',
        fix: 'run it in a checkout of the services, or with --no-services for Camunda, RabbitMQ and PostgreSQL alone',
      },
      { cause },
    );
  }
}
