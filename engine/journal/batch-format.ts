/** Record types by their number, the lowest two bits of a record's first byte. */
export const recordTypes = ['COMMAND', 'EVENT', 'COMMAND_REJECTION'] as const;
/** The bits of that byte that hold it. */
export const recordTypeBits = 3;

/**
 * A batch is the count of its records, then the records. A record is a byte with its type and what of
 * these it brings itself, in this order; then key, value type and intent, rejection, value. A record
 * without a position, source or time of its own follows the one before it in its batch.
 */
export const recordFlag = {
  position: 4,
  source: 8,
  time: 16,
  /** Type and reason of a rejection. */
  rejection: 32,
  /** Instead of a value: a byte, how many records back one has the same. */
  sharedValue: 64,
} as const;

/** How far back a record looks for one with the same value. */
export const nearBy = 8;

/** What a record without `recordFlag.rejection` has. */
export const noRejection = { type: 'NULL_VAL', reason: '' } as const;
