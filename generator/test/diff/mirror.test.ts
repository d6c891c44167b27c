import fc from 'fast-check';

import { diff, type Source } from '../../index.js';
import { fixtureSources } from '../fixture.js';

/** Edits that a person could make, each of a text that the fixture has. */
const edits: readonly (readonly [RegExp, string])[] = [
  [/type="weigh-parcel"/, 'type="weigh"'],
  [/<zeebe:input source="=parcelId" target="parcelId" \/>/, ''],
  [/<zeebe:output source="=weight" target="weight" \/>/, ''],
  [/<zeebe:header key="hall" value="north" \/>/, '<zeebe:header key="hall" value="south" />'],
  [/id="FileReceipt"/, 'id="KeepReceipt"'],
  [/sourceRef="FileReceipt"/g, 'sourceRef="KeepReceipt"'],
  [/targetRef="FileReceipt"/g, 'targetRef="KeepReceipt"'],
  [/errorCode="[^"]*"/, 'errorCode="OTHER"'],
  [
    /<bpmn:receiveTask id="AwaitSignature"/,
    '<bpmn:receiveTask id="AwaitSignature" isForCompensation="false"',
  ],
  [/name="Depot opened"/, 'name="Depot is open"'],
  [/"type": "string"/, '"type": "boolean"'],
  [/"type": "integer"/, '"type": "number"'],
  [/"required": \[[^\]]*\]/, '"required": []'],
  [/isExecutable="true"/, 'isExecutable="false"'],
];

function edited(sources: readonly Source[], chosen: readonly number[]): readonly Source[] {
  return sources.map((source) => ({
    ...source,
    text: chosen.reduce((text, index) => {
      const [pattern, replacement] = edits[index] ?? [/$^/, ''];
      return text.replace(pattern, replacement);
    }, source.text),
  }));
}

const FIXTURES = ['parcel', 'bare'];

describe('diff of edited models', () => {
  const some = fc.uniqueArray(fc.nat(edits.length - 1), { maxLength: 4 });

  test('every edit is seen', async () => {
    const sources = fixtureSources('parcel');
    for (const [index, [pattern]] of edits.entries()) {
      if (sources.some(({ text }) => pattern.test(text)) && index !== 8) {
        const { changes } = await diff(sources, edited(sources, [index]));
        expect([String(pattern), changes.length > 0]).toEqual([String(pattern), true]);
      }
    }
  }, 60_000);

  test('what came one way went the other way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...FIXTURES), some, some, async (name, first, second) => {
        const sources = fixtureSources(name);
        const before = edited(sources, first);
        const after = edited(sources, second);
        const names = async (kind: 'added' | 'removed', turned: boolean) => {
          const { changes } = await (turned ? diff(after, before) : diff(before, after));
          return changes
            .filter((change) => change.kind === kind)
            .map(({ code, process, name: about }) => `${code} ${process ?? ''} ${about}`);
        };
        expect(await names('added', false)).toEqual(await names('removed', true));
        expect(await names('removed', false)).toEqual(await names('added', true));
        expect((await diff(after, after)).changes).toEqual([]);
      }),
      { numRuns: 5 },
    );
  }, 120_000);
});
