const dayAndTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const localDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** `Tue 7 May, 09:15 UTC`: a departure or arrival. */
export const formatDeparture = (iso) => format(dayAndTime, iso, ' UTC');

/** `Tuesday 7 May`, in UTC. */
export const formatDay = (iso) => format(day, iso);

/** `09:15:00.123`, in the reader's time zone. */
export const formatClock = (iso) => format(clock, iso);

/** Date and time in the reader's time zone. */
export const formatDateTime = (iso) => format(localDate, iso);

function format(formatter, iso, suffix = '') {
  const date = new Date(iso ?? '');
  return Number.isNaN(date.getTime()) ? '' : `${formatter.format(date)}${suffix}`;
}

/** An amount in minor units as people write it; plain digits when the currency is unknown. */
export function formatMoney({ value, currency }) {
  try {
    const formatter = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
    const digits = formatter.resolvedOptions().maximumFractionDigits;
    return formatter.format(value / 10 ** digits);
  } catch {
    return `${String(value)} ${String(currency)}`;
  }
}
