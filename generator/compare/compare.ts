import type { OutputFile } from '../emit/emit.js';
import { GENERATED_MARK } from '../emit/generated-mark.js';
import { compareText } from '../json.js';
import { plainLines, sha256 } from '../sha256.js';
import type { FoundOutput } from './found-output.js';

/** What a file of the output folder needs. */
export type Change =
  | { readonly kind: 'unchanged'; readonly path: string }
  | { readonly kind: 'missing'; readonly path: string; readonly text: string }
  | {
      readonly kind: 'stale' | 'edited';
      readonly path: string;
      readonly text: string;
      readonly found: string;
    }
  /** Something that is not ours is in the place of a file of ours. */
  | { readonly kind: 'foreign'; readonly path: string; readonly text: string; readonly at: string }
  /** A link is in the place of a file of ours, or of a folder above it. */
  | { readonly kind: 'link'; readonly path: string; readonly text: string; readonly at: string }
  /** Recorded, and not wanted any more. */
  | {
      readonly kind: 'orphan';
      readonly path: string;
      readonly edited: boolean;
      readonly hash: string;
    }
  /** Neither wanted nor recorded; `generated` when its first line says that it is ours. */
  | { readonly kind: 'stray'; readonly path: string; readonly generated: boolean };

/**
 * Sets what should be against what is. A file that equals what the manifest recorded but not what
 * should be is stale; one that equals neither was edited; one that no manifest knows is foreign. Files
 * of the manifest that are not wanted any more are orphans, all others strays. Line ends do not count.
 */
export function compare(wanted: readonly OutputFile[], found: FoundOutput): readonly Change[] {
  const recorded = found.manifest?.files ?? new Map<string, readonly string[]>();
  const blocks = blockers(wanted, found);
  const paths = new Set(wanted.map(({ path }) => path));
  const changes = wanted.map(({ path, text }): Change => {
    const block = blocks(path);
    if (block !== undefined) {
      return { ...block, path, text };
    }
    const present = found.texts.get(path);
    if (present === undefined) {
      return { kind: 'missing', path, text };
    }
    const plain = plainLines(present);
    if (plain === text) {
      return { kind: 'unchanged', path };
    }
    const kind = kindOf(plain, recorded.get(path));
    return kind === 'foreign' ? { kind, path, text, at: path } : { kind, path, text, found: plain };
  });
  const others = [...found.texts]
    .filter(([path]) => !paths.has(path))
    .map(([path, text]): Change => {
      const hashes = recorded.get(path);
      const hash = sha256(plainLines(text));
      return hashes === undefined
        ? { kind: 'stray', path, generated: text.startsWith(GENERATED_MARK) }
        : { kind: 'orphan', path, edited: !hashes.includes(hash), hash: hashes[0] ?? '' };
    });
  const unread = [...found.others].map((path): Change => ({
    kind: 'stray',
    path,
    generated: false,
  }));
  return [...changes, ...others, ...unread]
    .filter(({ kind, path }) => kind !== 'stray' || !isWelcome(path))
    .sort((left, right) => compareText(left.path, right.path));
}

/** `.gitattributes` and its like are nobody's leftovers, nor is a page that says what the folder is. */
export function isWelcome(path: string): boolean {
  return path === 'README.md' || path.split('/').some((part) => part.startsWith('.'));
}

function kindOf(
  present: string,
  hashes: readonly string[] | undefined,
): 'foreign' | 'stale' | 'edited' {
  if (hashes === undefined) {
    // Without its manifest, a file of ours is still known by its first line.
    return present.startsWith(GENERATED_MARK) ? 'stale' : 'foreign';
  }
  return hashes.includes(sha256(present)) ? 'stale' : 'edited';
}

/** True for a file that is exactly what the manifest recorded. */
function isAsWritten(path: string, { texts, manifest }: FoundOutput): boolean {
  const text = texts.get(path);
  const hashes = manifest?.files.get(path);
  return text !== undefined && hashes?.includes(sha256(plainLines(text))) === true;
}

/** What keeps a wanted file from being written, by its path. */
function blockers(
  wanted: readonly OutputFile[],
  found: FoundOutput,
): (path: string) => { readonly kind: 'foreign' | 'link'; readonly at: string } | undefined {
  const { texts, others, links, folders } = found;
  const recorded = found.manifest?.files;
  const paths = new Set(wanted.map(({ path }) => path));
  // On some disks two names that differ by case are one file.
  const alike = new Map(
    [...texts.keys(), ...others]
      .filter((path) => !paths.has(path) && recorded?.has(path) !== true)
      .map((path) => [path.toLowerCase(), path]),
  );
  return (path) => {
    const parts = path.split('/');
    for (let count = 1; count <= parts.length; count += 1) {
      const at = parts.slice(0, count).join('/');
      const whole = count === parts.length;
      if (links.has(at)) {
        return { kind: 'link', at };
      }
      const orphan = !paths.has(at) && isAsWritten(at, found);
      if (
        whole ? folders.has(at) || others.has(at) : (texts.has(at) && !orphan) || others.has(at)
      ) {
        return { kind: 'foreign', at };
      }
    }
    const twin = alike.get(path.toLowerCase());
    return twin === undefined ? undefined : { kind: 'foreign', at: twin };
  };
}
