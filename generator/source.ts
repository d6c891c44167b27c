/** What a source file holds, told from its name. */
export type SourceKind = 'bpmn' | 'dmn' | 'form' | 'schema' | 'openapi';

/** One input file, by value: the phases after loading never touch a disk. */
export interface Source {
  readonly kind: SourceKind;
  /** Path as the caller would type it; diagnostics show it. */
  readonly file: string;
  /** Path relative to the folder that holds the output, with `/`; it goes into generated files. */
  readonly path: string;
  readonly text: string;
}

/** The kind of a file by its name, or undefined when the generator does not read such files. */
export function sourceKind(fileName: string): SourceKind | undefined {
  const name = fileName.toLowerCase();
  if (name.endsWith('.bpmn')) {
    return 'bpmn';
  }
  if (name.endsWith('.dmn')) {
    return 'dmn';
  }
  if (name.endsWith('.form')) {
    return 'form';
  }
  if (name.endsWith('.schema.json')) {
    return 'schema';
  }
  return name.endsWith('.openapi.json') ? 'openapi' : undefined;
}
