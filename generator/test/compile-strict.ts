import ts from 'typescript';

/** What a stranger's strict project compiles generated code with; everything else is TypeScript's default. */
export const STRICT: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noEmit: true,
  // Saves checking the standard library itself; generated files are checked whole.
  skipLibCheck: true,
};

/** Compiles files and returns `file:line message` for each error, sorted as TypeScript gives them. */
export function compileStrict(files: readonly string[], root: string): readonly string[] {
  const program = ts.createProgram([...files], STRICT);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    const { file, start } = diagnostic;
    if (file === undefined || start === undefined) {
      return text;
    }
    const { line } = file.getLineAndCharacterOfPosition(start);
    return `${file.fileName.replace(`${root}/`, '')}:${line + 1} ${text}`;
  });
}

/** Syntax errors of a text. */
export function syntaxErrors(text: string): readonly string[] {
  const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
  return (diagnostics ?? []).map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, ' '),
  );
}
