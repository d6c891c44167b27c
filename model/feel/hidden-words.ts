/** Texts and comments, which are left alone, and the words that lezer-feel reads otherwise. */
const token =
  /"(?:\\.|[^"\\])*"|`[^`]*`|\/\/[^\n]*|\/\*[^]*?\*\/|(\binstance\s+of\s+)function(?!\s*<)|(?<=^\s*|[([{,:=<>+*/-]\s*|\b(?:then|else|return|satisfies|and|or|in|if)\s+)(?:and|or)(?=\s*\()|\$(?=\w)/g;

/**
 * Gives words of equal length for those that Camunda reads as names and lezer-feel does not: `and(...)`
 * and `or(...)` as functions, `instance of function`, names that begin with a dollar.
 */
export function hideWords(text: string): string {
  return text.replace(token, (found: string, before?: string) => {
    if (before !== undefined) {
      return `${before}Function`;
    }
    switch (found) {
      case 'and':
        return 'And';
      case 'or':
        return 'Or';
      case '$':
        return '_';
      default:
        return found;
    }
  });
}
