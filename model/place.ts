/**
 * A position in a model file. `line` and `column` are 1-based; `column` counts UTF-16 code units, as
 * editors and LSP do. `file` is the path as the caller gave it (never made absolute).
 */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Renders a place the way editors and terminals link it: `file:line:column`. */
export function formatPlace(place: Place): string {
  return `${place.file}:${String(place.line)}:${String(place.column)}`;
}
