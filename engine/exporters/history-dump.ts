/** A field as JSON has it: a map as `{ map: entries }`, a set as `{ set: values }`. */
type Field = unknown;

/** Copies an object with maps and sets one level deep, so that JSON can carry it. */
export function dumpFields(object: object): Readonly<Record<string, Field>> {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([, field]: [string, unknown]) => field !== undefined && !isEmpty(field))
      .map(([name, field]: [string, unknown]) => [name, dumpField(field)]),
  );
}

/** Puts fields that `dumpFields` gave back into an object. */
export function restoreFields(object: object, dump: object): void {
  for (const [name, field] of Object.entries(dump)) {
    Object.assign(object, { [name]: restoreField(field) });
  }
}

function isEmpty(field: unknown): boolean {
  return (field instanceof Map || field instanceof Set) && field.size === 0;
}

function dumpField(field: unknown): Field {
  if (field instanceof Map) {
    return { map: [...(field as Map<unknown, unknown>)] };
  }
  if (field instanceof Set) {
    return { set: [...(field as Set<unknown>)] };
  }
  return Array.isArray(field) ? [...(field as unknown[])] : field;
}

function restoreField(field: unknown): unknown {
  if (typeof field === 'object' && field !== null) {
    if ('map' in field) {
      return new Map(field.map as [unknown, unknown][]);
    }
    if ('set' in field) {
      return new Set(field.set as unknown[]);
    }
  }
  return field;
}
