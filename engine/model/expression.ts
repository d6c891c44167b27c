import { parseExpression } from '../../model/feel/index.js';
import type { FeelExpression } from '../../model/feel/index.js';
import type { Expression } from '../../model/index.js';

/** A compiled attribute: static text, or FEEL parsed once. */
export type CompiledExpression =
  | { readonly kind: 'static'; readonly text: string }
  | { readonly kind: 'feel'; readonly text: string; readonly feel: FeelExpression };

/**
 * Compiles an attribute; text that starts with `=` is FEEL, and `text` is then without the `=`.
 * Throws `FeelSyntaxError` when it does not parse.
 */
export function compileExpression(expression: Expression): CompiledExpression {
  return compileText(expression.text);
}

/** As `compileExpression`, for a text. */
export function compileText(text: string): CompiledExpression {
  if (!text.startsWith('=')) {
    return { kind: 'static', text };
  }
  const source = text.slice(1).trim();
  return { kind: 'feel', text: source, feel: parseExpression(source) };
}

/** Compiles when there is something to compile. */
export function compileOptional(
  expression: Expression | undefined,
): CompiledExpression | undefined {
  return expression === undefined ? undefined : compileExpression(expression);
}
