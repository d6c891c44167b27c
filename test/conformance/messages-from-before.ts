import type { TraceRecord } from './trace.js';

/** How long such a message must live; the streams do not say, the cases last seconds. */
const TIME_TO_LIVE_MS = 3_600_000;

/**
 * Messages that were published before a stream begins: something correlates a message key that no
 * record published. The correlating record holds all that is needed to publish it again.
 */
export function messagesFromBefore(trace: readonly TraceRecord[]): readonly object[] {
  const published = new Set(
    trace
      .filter((each) => each.valueType === 'MESSAGE' && each.intent === 'PUBLISHED')
      .map((each) => each.key),
  );
  const before = new Map<number, object>();
  for (const { value, intent } of trace) {
    const { messageKey, messageName, correlationKey, variables, tenantId } = value;
    const isCorrelation = intent.startsWith('CORRELAT');
    if (!isCorrelation || typeof messageKey !== 'number' || messageKey <= 0) {
      continue;
    }
    if (!published.has(messageKey) && !before.has(messageKey)) {
      before.set(messageKey, {
        name: messageName,
        correlationKey,
        variables,
        tenantId,
        timeToLive: TIME_TO_LIVE_MS,
        messageId: '',
      });
    }
  }
  return [...before.entries()].sort(([a], [b]) => a - b).map(([, message]) => message);
}
