import { GENERATED_MARK } from './generated-mark.js';
import { declaration } from './schema-type.js';
import { docComment, lineComment, stringLiteral } from './text.js';

/** What every generated file starts from. */
export interface EmitOptions {
  /** Module specifier of the runtime's versioned entry as a file of the output folder imports it. */
  readonly runtime: (folder: string) => string;
}

/** The parts of a generated TypeScript file. */
export interface ModuleParts {
  /** Paths of the sources. */
  readonly sources: readonly string[];
  readonly runtime: string;
  /** Type names to import from the runtime when the body uses them. */
  readonly runtimeTypes: readonly string[];
  /** Type names to import from the contract beside the file when the body uses them. */
  readonly contractTypes?: readonly string[];
  /** What else is imported when the body uses it, `Name` or `Name as Other`, by module specifier. */
  readonly otherTypes?: ReadonlyMap<string, readonly string[]>;
  /** Values to import from the runtime when the body uses them. */
  readonly runtimeValues?: readonly string[];
  /** Generated files to import whole, by the name the body has for them. */
  readonly modules?: readonly { readonly from: string; readonly name: string }[];
  readonly blocks: readonly string[];
}

/** A whole file: header, imports of what the blocks really use, blocks. */
export function emitModule(parts: ModuleParts): string {
  const body = parts.blocks.filter((block) => block !== '').join('\n');
  const words = usedWords(body);
  const imports = [
    importNames(
      'import',
      (parts.runtimeValues ?? []).filter((name) => words.has(name)),
      parts.runtime,
    ),
    importTypes(
      parts.runtimeTypes.filter((name) => words.has(name)),
      parts.runtime,
    ),
    importTypes(
      (parts.contractTypes ?? []).filter((name) => words.has(name)),
      './contract.gen.js',
    ),
    ...[...(parts.otherTypes ?? [])].map(([from, names]) =>
      importTypes(
        names.filter((name) => words.has(name.split(' as ').at(-1) ?? name)),
        from,
      ),
    ),
    ...(parts.modules ?? [])
      .filter(({ name }) => words.has(name))
      .map(({ from, name }) => `import * as ${name} from ${stringLiteral(from)};\n`),
  ].join('');
  const nothing = body === '' && imports === '' ? 'export {};\n' : '';
  const header = `${generatedHeader(parts.sources)}${imports === '' ? '' : imports}`;
  return `${header}${body === '' ? '' : '\n'}${body}${nothing}`;
}

/** The first lines of every generated file: no version and no time, so they never change alone. */
export function generatedHeader(sources: readonly string[]): string {
  const from = sources.length === 0 ? '' : ` from ${sources.join(', ')}`;
  return (
    lineComment(`${GENERATED_MARK.slice(3)}${from}. Do not edit:`) +
    lineComment('change the source and run `jobwright generate`.')
  );
}

/** An exported type alias with its doc comment. */
export function exportType(name: string, type: string, doc: string): string {
  return `${doc}${declaration(`export type ${name} =`, type)}\n`;
}

/** More than this many elements are only counted. */
const MOST_SEEN = 20;

/** A doc comment about elements of a model. */
export function elementDoc(
  paragraphs: readonly (string | undefined)[],
  see: { readonly model: string; readonly elementIds: readonly string[] },
  indent = '',
): string {
  const shown = see.elementIds.slice(0, MOST_SEEN);
  const more = see.elementIds.length - shown.length;
  const tags = [
    ...shown.map((id) => `@see ${see.model} ${id}`),
    ...(more > 0 ? [`@see ${see.model} and ${String(more)} more elements`] : []),
  ];
  return docComment(paragraphs, { indent, tags });
}

function importTypes(names: readonly string[], from: string): string {
  return importNames('import type', names, from);
}

function importNames(start: string, names: readonly string[], from: string): string {
  if (names.length === 0) {
    return '';
  }
  const line = `${start} { ${names.join(', ')} } from ${stringLiteral(from)};\n`;
  return line.length <= 101
    ? line
    : `${start} {\n${names.map((name) => `  ${name},\n`).join('')}} from ${stringLiteral(from)};\n`;
}

const LITERALS_AND_COMMENTS =
  /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** The identifiers of a text; in comments and strings only those that a template puts in. */
function usedWords(text: string): ReadonlySet<string> {
  const bare = text.replace(LITERALS_AND_COMMENTS, (part) =>
    part.startsWith('`') ? (part.match(/\$\{[^}]*\}/g) ?? []).join(' ') : ' ',
  );
  return new Set(bare.match(/[\p{ID_Continue}$]+/gu) ?? []);
}
