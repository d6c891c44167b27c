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
    const length = bytes.readUInt32LE(at + 4);
    const end = at + frameHeaderBytes + length;
    if (length === 0 || end > bytes.length) {
      break;
    }
    const ofHeader = crc32(bytes.subarray(at, at + 8));
    bytes.writeUInt32LE(crc32(bytes.subarray(at + 12, end), ofHeader), at + 8);
    at = end;
  }
  return bytes;
}
