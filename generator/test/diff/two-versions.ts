import { diff, type Change, type DiffResult, type Source } from '../../index.js';
import { bpmnSource, flowsThrough, schemaSource, serviceTask } from '../fixture.js';

/** What a test says of a model; everything else is the smallest that works. */
export interface Version {
  /** Process contents; without them a start, one service task of type `work`, an end. */
  readonly contents?: string;
  /** Elements beside the process. */
  readonly root?: string;
  readonly schema?: object;
  readonly api?: object;
  readonly more?: readonly Source[];
}

export const START = '<bpmn:startEvent id="Start" />';
export const END = '<bpmn:endEvent id="End" />';

/** A start, the given nodes in a row, an end. */
export function line(...nodes: readonly (readonly [id: string, xml: string])[]): string {
  return [
    START,
    ...nodes.map(([, xml]) => xml),
    END,
    flowsThrough('Start', ...nodes.map(([id]) => id), 'End'),
  ].join('\n');
}

/** A service task in such a row. */
export function task(
  id: string,
  type: string,
  extensions = '',
): readonly [id: string, xml: string] {
  return [id, serviceTask(id, type, extensions)];
}

/** Input and output mappings: `in:a` gives `=a` to `a`, `out:b` takes it back. */
export function mappings(...texts: readonly string[]): string {
  const items = texts.map((text) => {
    const [kind = '', name = ''] = text.split(':');
    return kind === 'in'
      ? `<zeebe:input source="=${name}" target="${name}" />`
      : `<zeebe:output source="=${name}" target="${name}" />`;
  });
  return `<zeebe:ioMapping>${items.join('')}</zeebe:ioMapping>`;
}

/** The sources of a version. */
export function sourcesOf(version: Version): readonly Source[] {
  const { contents = line(task('Work', 'work')), root = '', schema, api, more = [] } = version;
  return [
    bpmnSource(contents, { root }),
    ...(schema === undefined ? [] : [schemaSource(schema)]),
    ...(api === undefined
      ? []
      : [
          {
            kind: 'openapi' as const,
            file: 'shop.openapi.json',
            path: 'shop.openapi.json',
            text: JSON.stringify(api, null, 2),
          },
        ]),
    ...more,
  ];
}

/** Compares two versions. */
export async function compared(before: Version, after: Version): Promise<DiffResult> {
  return diff(sourcesOf(before), sourcesOf(after));
}

/** The changes of some codes, each in one line: `breaking DIFF804 removed work.a -> workers`. */
export function lines(
  changes: readonly Change[],
  ...codes: readonly Change['code'][]
): readonly string[] {
  return changes
    .filter(({ code }) => codes.length === 0 || codes.includes(code))
    .map(({ compatibility, code, kind, name, breaks }) =>
      [
        compatibility,
        code,
        kind,
        name,
        ...(breaks.length === 0 ? [] : ['->', breaks.join(', ')]),
      ].join(' '),
    );
}

/** An object schema of typed properties; a `?` at the end of a name makes it optional. */
export function objectOf(properties: Readonly<Record<string, unknown>>): object {
  const names = Object.keys(properties);
  return {
    type: 'object',
    properties: Object.fromEntries(
      names.map((name) => [name.replace('?', ''), properties[name] ?? true]),
    ),
    required: names.filter((name) => !name.endsWith('?')),
  };
}
