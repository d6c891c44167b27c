/**
 * How a value is written: one of these bytes, then what it announces. Numbers behind a tag are
 * varints, unless it says otherwise; signed ones are zigzag. Strings and shapes (the field names of
 * an object, in order) are written once in a frame and named by number after that.
 */
export const tag = {
  null: 0,
  false: 1,
  true: 2,
  /** 8 bytes, LE. */
  double: 3,
  /** Signed, 32 bits. */
  integer: 4,
  /** A whole number from 2^51 on, as the signed distance of 32 bits to the last such number of the frame. */
  key: 5,
  /** Another whole number beyond 32 bits, likewise; most are times. */
  time: 6,
  /** Length, then one byte for each character. */
  latin: 7,
  /** Length, then two bytes for each unit: every string comes back, lone surrogates too. */
  wide: 8,
  /** Number of a string of this frame. */
  known: 9,
  /** Count, then the items. */
  array: 10,
  /** Count of fields, their names; then as `shaped`. The shape gets the next number. */
  newShape: 11,
  /** Number of the shape; then a bit for each field that differs from the last object of this shape. */
  shaped: 12,
  /** Count of fields, then name and value of each. */
  object: 13,
  /** Up to `smallInteger`: number of a known string. */
  firstKnown: 16,
  /** From here on: small whole numbers. */
  smallInteger: 64,
} as const;

/** The whole number that `tag.smallInteger` stands for. */
export const smallestInteger = -1;
/** The largest whole number that is a byte of its own. */
export const largestInteger = smallestInteger + 255 - tag.smallInteger;
/** Longer strings get no number: they hardly come twice. */
export const longestKnown = 64;
/** Strings of a frame that get a number. */
export const mostKnown = 4096;
/** Objects with more fields are written without a shape. */
export const widestShape = 30;
/** First `tag.key` of a frame is the distance to this. */
export const firstKey = 2 ** 51;

/** True for whole numbers below `firstKey` that 32 bits cannot hold. */
export function isFar(value: number): boolean {
  return value < firstKey && Number.isInteger(value) && (value | 0) !== value;
}
