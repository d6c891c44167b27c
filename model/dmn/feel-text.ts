/** DMN texts are FEEL as they stand; a leading `=`, as BPMN writes it, is forgiven. */
export function feelText(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('=') ? trimmed.slice(1) : trimmed;
}
