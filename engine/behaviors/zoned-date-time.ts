import { DateTime } from 'luxon';

const pattern =
  /^([+-]?\d{4,9}-\d\d-\d\d)T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d(?::\d\d)?)(?:\[([^\]]+)\])?$/i;

/** The fraction of a second in groups of three digits, as Java prints it; empty when it is zero. */
function fractionText(digits: string): string {
  const nanos = digits.padEnd(9, '0').replace(/(000){1,3}$/, '');
  return nanos === '' ? '' : `.${nanos}`;
}

function isZone(name: string): boolean {
  return DateTime.fromMillis(0).setZone(name).isValid;
}

/**
 * Rewrites a date and time with offset, and maybe a zone in brackets, the way records carry it:
 * seconds only when they are not zero, fractions in groups of three digits, `Z` for no offset.
 * Undefined for a text that is no date and time, or has no offset.
 */
export function zonedDateTimeText(text: string): string | undefined {
  const parts = pattern.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [, date = '', minutes = '', seconds = '00', digits = '', offset = '', zone] = parts;
  const instant = DateTime.fromISO(`${date}T${minutes}:${seconds}${offset}`);
  if (!instant.isValid || (zone !== undefined && !isZone(zone))) {
    return undefined;
  }
  const wall =
    zone === undefined
      ? { minutes: `${date}T${minutes}`, seconds, offset: offset.toUpperCase() }
      : {
          minutes: instant.setZone(zone).toFormat("yyyy-MM-dd'T'HH:mm"),
          seconds: instant.setZone(zone).toFormat('ss'),
          offset: instant.setZone(zone).toFormat('ZZ'),
        };
  const fraction = fractionText(digits);
  const withSeconds = wall.seconds === '00' && fraction === '' ? '' : `:${wall.seconds}${fraction}`;
  const shortOffset = /^[+-]00:00$/.test(wall.offset) ? 'Z' : wall.offset;
  return `${wall.minutes}${withSeconds}${shortOffset}${zone === undefined ? '' : `[${zone}]`}`;
}

/** The text of a date and time of FEEL with offset; a local one is taken in the system's zone. */
export function zonedTextOf(value: unknown): string {
  const local = String(value);
  if (/(?:Z|[+-]\d\d:\d\d|\])$/.test(local.slice(10))) {
    return local;
  }
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offset = DateTime.fromISO(local, { zone: name }).toFormat('ZZ');
  return `${local}${offset}[${name}]`;
}
