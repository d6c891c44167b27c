import { Temporal } from 'temporal-polyfill';
import { isOffset, temporalZone } from './zones.js';

const second = 1_000_000_000n;

/** The fraction of a second, without zeros at its end; empty when there is none. */
function fraction(value: { millisecond: number; microsecond: number; nanosecond: number }): string {
  const nanos = value.millisecond * 1_000_000 + value.microsecond * 1000 + value.nanosecond;
  return nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

function timeText(value: Temporal.PlainTime): string {
  return `${two(value.hour)}:${two(value.minute)}:${two(value.second)}${fraction(value)}`;
}

/** A time as Java writes it: no seconds when they are zero, fractions in groups of three digits. */
function javaTime(value: Temporal.PlainTime): string {
  const digits = fraction(value);
  const grouped =
    digits === '' ? '' : digits.padEnd(Math.ceil((digits.length - 1) / 3) * 3 + 1, '0');
  const seconds = value.second === 0 && digits === '' ? '' : `:${two(value.second)}${grouped}`;
  return `${two(value.hour)}:${two(value.minute)}${seconds}`;
}

function dateText({ year, month, day }: Temporal.PlainDate): string {
  const digits = String(Math.abs(year)).padStart(4, '0');
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  return `${sign}${digits}-${two(month)}-${two(day)}`;
}

function zoneText(zone: string | null): string {
  return zone === null ? '' : isOffset(zone) ? zone : `@${zone}`;
}

/** A date. */
export class FeelDate {
  readonly value: Temporal.PlainDate;

  constructor(value: Temporal.PlainDate) {
    this.value = value;
  }

  toString(): string {
    return dateText(this.value);
  }

  /** The text of a process variable. */
  toJSON(): string {
    return this.toString();
  }
}

/** A time of day, local or in a zone. */
export class FeelTime {
  readonly value: Temporal.PlainTime;
  readonly zone: string | null;

  constructor(value: Temporal.PlainTime, zone: string | null = null) {
    this.value = value;
    this.zone = zone;
  }

  /** Seconds from UTC; null for a local time. A region counts as it was on 1 January 1970. */
  get offsetSeconds(): number | null {
    if (this.zone === null) {
      return null;
    }
    const at = new Temporal.ZonedDateTime(0n, temporalZone(this.zone));
    return at.offsetNanoseconds / 1e9;
  }

  toString(): string {
    return `${timeText(this.value)}${zoneText(this.zone)}`;
  }

  /** The text of a process variable. */
  toJSON(): string {
    return this.zone === null ? javaTime(this.value) : this.toString();
  }
}

/** A date and time, local or in a zone. */
export class FeelDateTime {
  /** What the clock on the wall shows. */
  readonly local: Temporal.PlainDateTime;
  /** The same as a moment; null for a local one. */
  readonly zoned: Temporal.ZonedDateTime | null;
  readonly zone: string | null;

  /** A local date and time; with a zone it is moved out of hours that the zone skips. */
  constructor(local: Temporal.PlainDateTime, zone: string | null = null) {
    this.zone = zone;
    this.zoned = zone === null ? null : local.toZonedDateTime(temporalZone(zone));
    this.local = this.zoned?.toPlainDateTime() ?? local;
  }

  /** The date and time of a moment in its zone. */
  static of(zoned: Temporal.ZonedDateTime, zone: string): FeelDateTime {
    const made = new FeelDateTime(zoned.toPlainDateTime(), zone);
    // An hour that comes twice is kept as the one it is.
    return made.zoned?.epochMilliseconds === zoned.epochMilliseconds
      ? made
      : Object.assign(Object.create(FeelDateTime.prototype) as FeelDateTime, {
          local: zoned.toPlainDateTime(),
          zoned,
          zone,
        });
  }

  /** Seconds from UTC; null for a local one. */
  get offsetSeconds(): number | null {
    return this.zoned === null ? null : this.zoned.offsetNanoseconds / 1e9;
  }

  toString(): string {
    const { local, zone } = this;
    return `${dateText(local.toPlainDate())}T${timeText(local.toPlainTime())}${zoneText(zone)}`;
  }

  /** The text of a process variable. */
  toJSON(): string {
    const { local, zone, zoned } = this;
    const text = `${dateText(local.toPlainDate())}T${javaTime(local.toPlainTime())}`;
    if (zone === null || zoned === null) {
      return text;
    }
    const offset = zoned.offset === '+00:00' ? 'Z' : zoned.offset;
    return `${text}${offset}${isOffset(zone) ? '' : `[${zone}]`}`;
  }
}

function parts(amounts: readonly (readonly [bigint | number, string])[]): string {
  return amounts.map(([n, unit]) => (n === 0n || n === 0 ? '' : `${n}${unit}`)).join('');
}

/** A duration: months, or nanoseconds. */
export class FeelDuration {
  /** Months of a years-and-months duration; undefined for a days-and-time one. */
  readonly months: number | undefined;
  readonly nanos: bigint;

  private constructor(months: number | undefined, nanos: bigint) {
    this.months = months;
    this.nanos = nanos;
  }

  static ofMonths(months: number): FeelDuration {
    return new FeelDuration(months + 0, 0n);
  }

  static ofNanos(nanos: bigint): FeelDuration {
    return new FeelDuration(undefined, nanos);
  }

  /** Months, or whole and broken seconds. */
  get amount(): number {
    return this.months ?? Number(this.nanos) / 1e9;
  }

  /** FEEL's text; it leaves out parts of a second. */
  toString(): string {
    if (this.months !== undefined) {
      const months = Math.abs(this.months);
      const text = parts([
        [Math.floor(months / 12), 'Y'],
        [months % 12, 'M'],
      ]);
      return text === '' ? 'P0Y' : `${this.months < 0 ? '-' : ''}P${text}`;
    }
    const floor = this.nanos / second - (this.nanos % second < 0n ? 1n : 0n);
    const seconds = floor < 0n ? -floor : floor;
    const time = parts([
      [(seconds / 3600n) % 24n, 'H'],
      [(seconds / 60n) % 60n, 'M'],
      [seconds % 60n, 'S'],
    ]);
    const text = `${parts([[seconds / 86_400n, 'D']])}${time === '' ? '' : `T${time}`}`;
    return text === '' ? 'P0D' : `${floor < 0n ? '-' : ''}P${text}`;
  }

  /** The text of a process variable: Java's. */
  toJSON(): string {
    if (this.months !== undefined) {
      const text = parts([
        [Math.trunc(this.months / 12), 'Y'],
        [this.months % 12, 'M'],
      ]);
      return text === '' ? 'P0D' : `P${text}`;
    }
    const whole = this.nanos / second;
    const rest = this.nanos % second;
    const digits = String(rest < 0n ? -rest : rest)
      .padStart(9, '0')
      .replace(/0+$/, '');
    const seconds = whole % 60n;
    const sign = seconds === 0n && rest < 0n ? '-' : '';
    const last =
      seconds === 0n && digits === ''
        ? ''
        : `${sign}${seconds}${digits === '' ? '' : `.${digits}`}S`;
    const text = `${parts([
      [whole / 3600n, 'H'],
      [(whole / 60n) % 60n, 'M'],
    ])}${last}`;
    return `PT${text === '' ? '0S' : text}`;
  }
}
