import type { Scene, Step } from './scene.js';

/** What was recorded of one call, keys and times replaced by what they are. */
export type Recorded = Readonly<Record<string, unknown>>;

/** Sends one step; gives what came of it, with the answer under `answer` for values to keep. */
export type Send = (step: Step) => Promise<Recorded & { readonly answer?: unknown }>;

/** Plays a scene; gives what came of each step by `scene / number call`. */
export async function playScene(
  played: Scene,
  send: Send,
  run: string,
): Promise<Map<string, Recorded>> {
  const kept = new Map<string, string>();
  const outcomes = new Map<string, Recorded>();
  for (const [index, step] of played.steps.entries()) {
    const request = fill(step.request, kept, run);
    const call = String(fill(step.call, kept, run));
    const outcome = await send({ call, request });
    for (const [name, path] of Object.entries(step.keep ?? {})) {
      const value = at(outcome.answer, path);
      if (typeof value === 'string' || typeof value === 'number') {
        kept.set(name, String(value));
      }
    }
    const name = `${played.name} / ${String(index + 1)} ${step.call}`;
    outcomes.set(
      name,
      describe(outcome, { kept, run, sent: JSON.stringify(step.request) + step.call }),
    );
  }
  return outcomes;
}

function fill(value: unknown, kept: ReadonlyMap<string, string>, run: string): unknown {
  if (typeof value === 'string') {
    return value
      .replaceAll('RUN', run)
      .replaceAll(/\$(\w+)-1/g, (_all, name: string) => String(BigInt(kept.get(name) ?? '0') - 1n))
      .replaceAll(/\$([a-zA-Z]+)/g, (all, name: string) => kept.get(name) ?? all);
  }
  if (Array.isArray(value)) {
    return value.map((item) => fill(item, kept, run));
  }
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, kept, run)]))
    : value;
}

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const part of path.split('.')) {
    // Index access into an answer of unknown shape.
    found = (found as Record<string, unknown> | undefined)?.[part];
  }
  return found;
}

function describe(
  value: unknown,
  context: {
    readonly kept: ReadonlyMap<string, string>;
    readonly run: string;
    readonly sent: string;
  },
): Recorded {
  const names = new Map([...context.kept].map(([name, key]) => [key, name]));
  const text = (given: string): string =>
    given
      .replace(/(Time out between gateway and broker:).*/, '$1 <how>')
      .replaceAll(context.run, 'RUN')
      .replaceAll(/(?<!\d)22517998\d{8}(?!\d)/g, (key) =>
        context.sent.includes(key) ? key : `<${names.get(key) ?? 'key'}>`,
      );
  const walk = (given: unknown, field: string): unknown => {
    if (typeof given === 'string' && /^[{[]/.test(given)) {
      try {
        return { json: walk(JSON.parse(given), field) };
      } catch {
        return text(given);
      }
    }
    if (typeof given === 'string' && (field === 'deadline' || field === 'timestamp')) {
      return '<time>';
    }
    if (typeof given === 'string') {
      return text(given);
    }
    if (typeof given === 'number') {
      return field === 'deadline' || field === 'port'
        ? `<${field === 'port' ? 'port' : 'time'}>`
        : given;
    }
    if (Array.isArray(given)) {
      return given.map((item) => walk(item, field));
    }
    if (typeof given === 'object' && given !== null) {
      const entries = Object.entries(given).map(
        ([name, item]) => [text(name), walk(item, name)] as const,
      );
      return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return given;
  };
  // An outcome is an object.
  return walk(value, '') as Recorded;
}
