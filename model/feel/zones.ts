/** Zones that Java does not know by these short names. */
const unknownToJava: ReadonlySet<string> = new Set(['EST', 'MST', 'HST']);
const region = /^[A-Z][A-Za-z]*(?:\/[A-Z][A-Za-z_]*)*$/;
const offset = /^([+-])(\d\d):(\d\d)$/;

/** Whether a zone is an offset (`Z`, `+02:00`) and not a region. */
export function isOffset(zone: string): boolean {
  return zone === 'Z' || offset.test(zone);
}

/**
 * A zone as FEEL writes it: `Z`, `+02:00` or the name of a region; undefined for what is none.
 * No offset at all is `Z`.
 */
export function readZone(text: string): string | undefined {
  if (text === 'Z') {
    return text;
  }
  const parts = offset.exec(text);
  if (parts !== null) {
    const minutes = Number(parts[2]) * 60 + Number(parts[3]);
    if (minutes > 18 * 60 || Number(parts[3]) > 59) {
      return undefined;
    }
    return minutes === 0 ? 'Z' : text;
  }
  return region.test(text) && !unknownToJava.has(text) && isKnown(text) ? text : undefined;
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The zone as Temporal names it. */
export function temporalZone(zone: string): string {
  return zone === 'Z' ? 'UTC' : zone;
}

/** The offset of so many seconds: `Z`, `+02:00`. */
export function offsetOf(seconds: number): string | undefined {
  const minutes = Math.abs(Math.trunc(seconds / 60));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return readZone(`${seconds < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`);
}
