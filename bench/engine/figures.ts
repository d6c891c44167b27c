import { quantile } from './closed-loop.js';

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `1,234` from ten on, `1.23` below. */
export function show(value: number): string {
  if (Number.isNaN(value)) {
    return '-';
  }
  return value >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toFixed(value >= 10 ? 1 : 2);
}

/** `2.50x`. */
export function times(value: number): string {
  return `${show(value)}x`;
}
