import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';

import { runtimeProblems } from '../../runtime/index.js';
import { isRecord, member, type Json, type JsonRecord } from '../json.js';
import { derivedProblems } from '../plan/derived-problems.js';
import { plan } from '../plan/plan.js';
import { pointerSegment } from '../read/json-document.js';
import { FIXTURES, fixtureSources, REPOSITORY } from './fixture.js';

async function documentOf(name: string): Promise<Json | undefined> {
  return (await plan(fixtureSources(name))).api?.document;
}

const documents = (
  await Promise.all(
    readdirSync(FIXTURES)
      .sort()
      .map(async (name) => [name, await documentOf(name)] as const),
  )
).flatMap(([name, document]) => (document === undefined ? [] : [[name, document] as const]));
const published = JSON.parse(
  readFileSync(join(REPOSITORY, 'generated', 'openapi.json'), 'utf8'),
) as Json;

/** Every media type object of a document that holds an example, with where it stands. */
function examples(
  value: Json,
  pointer = '',
): readonly { readonly pointer: string; readonly schema: Json; readonly example: Json }[] {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((item, index) =>
      examples(item, `${pointer}/${index}`),
    );
  }
  if (!isRecord(value)) {
    return [];
  }
  const own = member(value, 'example');
  const named = member(value, 'examples');
  const schema = member(value, 'schema');
  const found = [
    ...(own === undefined ? [] : [own]),
    ...(isRecord(named) ? Object.values(named).flatMap((item) => member(item, 'value') ?? []) : []),
  ];
  const here = schema === undefined ? [] : found.map((example) => ({ pointer, schema, example }));
  return [
    ...here,
    ...Object.entries(value).flatMap(([key, item]) =>
      examples(item, `${pointer}/${encodeURIComponent(pointerSegment(key))}`),
    ),
  ];
}

describe.each([...documents, ['the booking API', published] as const])(
  'the API document of %s',
  (_name, document) => {
    test('passes Redocly lint by its recommended rules', async () => {
      const config = await createConfig({ extends: ['recommended'] });
      const problems = await lintFromString({ source: JSON.stringify(document), config });
      const told = problems.map(({ severity, ruleId, message, location }) =>
        [severity, ruleId, location[0]?.pointer, message].join(' '),
      );
      expect(told.filter((line) => line.startsWith('error'))).toEqual([]);
      // Who licenses an API is not in a model.
      const allowed = /^warn (info-license|no-ambiguous-paths|operation-4xx-response)/;
      expect(told.filter((line) => !allowed.test(line))).toEqual([]);
    });

    test('has examples that fit their schemas', () => {
      const ajv = new Ajv2020({ strict: false, validateSchema: false });
      addFormatsModule.default(ajv);
      ajv.addSchema(document as JsonRecord, 'api');
      for (const { pointer, example } of examples(document)) {
        const validate = ajv.compile({ $ref: `api#${pointer}/schema` });
        expect([pointer, validate(example), validate.errors]).toEqual([pointer, true, null]);
      }
    });
  },
);

test('derived documents quote the problems of the runtime', () => {
  for (const [code, { status, title }] of Object.entries(derivedProblems)) {
    expect(runtimeProblems).toMatchObject({ [code]: { status, title } });
  }
});
