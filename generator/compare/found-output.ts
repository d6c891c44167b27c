import type { Manifest } from './manifest.js';
import { MANIFEST_PATH, parseManifest } from './manifest.js';

/** The output folder as it is. Paths are relative to it, with `/`. */
export interface FoundOutput {
  /** Path to text of every file that may be ours; the manifest is not among them. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files of others, whose text does not matter, and what is no file. */
  readonly others: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Absent when there is none, or none that can be read. */
  readonly manifest: Manifest | undefined;
  readonly manifestText: string | undefined;
}

/** The same from files by value, the manifest among them. */
export function foundOutput(files: ReadonlyMap<string, string>): FoundOutput {
  const texts = new Map(files);
  const manifestText = texts.get(MANIFEST_PATH);
  texts.delete(MANIFEST_PATH);
  const folders = [...texts.keys()].flatMap((path) =>
    path.split('/').map((_part, index, parts) => parts.slice(0, index).join('/')),
  );
  return {
    texts,
    others: new Set(),
    links: new Set(),
    folders: new Set(folders.filter((folder) => folder !== '')),
    manifest: manifestText === undefined ? undefined : parseManifest(manifestText),
    manifestText,
  };
}
