const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/**
 * Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds. Undefined for
 * anything else: years and months have no fixed length.
 */
export function durationMs(text: string): number | undefined {
  const found = DURATION.exec(text);
  const parts: readonly (string | undefined)[] = found?.slice(1) ?? [];
  if (found === null || parts.every((part) => part === undefined) || text.endsWith('T')) {
    return undefined;
  }
  const total = UNITS_MS.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : undefined;
}
