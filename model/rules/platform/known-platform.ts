import { diagnose } from '../../codes.js';
import type { Diagnostic } from '../../diagnostic.js';
import { isNewerThanKnown, newest } from '../../platform/platform.js';
import { attributeNode, modelerNamespace, type XmlElement } from '../../read/xml-document.js';

/** A model for a version that came out later is judged by the newest rules there are. */
export function knownPlatform(root: XmlElement): readonly Diagnostic[] {
  const version = attributeNode(root, 'executionPlatformVersion', modelerNamespace);
  return version === undefined || !isNewerThanKnown(version.value)
    ? []
    : [
        diagnose('BPMN142', {
          place: version.place,
          values: { version: version.value, newest },
        }),
      ];
}
