/** Fields whose content is the user's: null is a value there. */
const documents: ReadonlySet<string> = new Set(['variables', 'customHeaders', 'schema']);

/** A JSON value without the fields that are null; documents of variables stay as they are. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNulls);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]: [string, unknown]) => field !== null)
      .map(([name, field]: [string, unknown]) => [
        name,
        documents.has(name) ? field : withoutNulls(field),
      ]),
  );
}
