import { crc32 } from 'node:zlib';

import { frameHeaderBytes } from '../../journal/batch-frame.js';
import { segmentHeaderBytes, segmentNumber } from '../../journal/segment.js';

/**
 * A segment as an engine would see it that does not look at checksums: each is made to fit what
 * stands there. Other files are left alone.
 */
export function mendChecksums(path: string, bytes: Buffer): Buffer {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (segmentNumber(name) === undefined || bytes.length < segmentHeaderBytes) {
    return bytes;
  }
  for (let at = segmentHeaderBytes; at + frameHeaderBytes <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 8);
    const end = at + frameHeaderBytes + length;
    if (length === 0 || end > bytes.length) {
      break;
    }
    bytes.writeUInt32LE(crc32(bytes.subarray(at + 8, end)), at + 4);
    at = end;
  }
  return bytes;
}
