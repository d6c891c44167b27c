/** DMN texts are FEEL as they stand, without spaces around them. */
export function feelText(text: string): string {
  return text.trim();
}
