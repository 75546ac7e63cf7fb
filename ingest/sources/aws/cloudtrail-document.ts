const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** True for a CloudTrail event, by its form. */
export const isTrailEvent = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['eventSource'] === 'string' &&
  typeof value['eventName'] === 'string' &&
  isObject(value['userIdentity']);

/** The event within an item of `lookup-events`, whose text is JSON; anything else as it is. */
export function trailEventIn(item: unknown): unknown {
  const text = isObject(item) ? item['CloudTrailEvent'] : undefined;
  if (typeof text !== 'string') return item;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return item;
  }
}

/**
 * Events of a delivered file, an export or `lookup-events`, and whatever EventBridge carries, out of
 * its envelope; null for anything else.
 */
export function trailEventsOf(document: unknown): readonly unknown[] | null {
  if (Array.isArray(document))
    return document.some(isTrailEvent) ? (document as readonly unknown[]) : null;
  if (!isObject(document)) return null;
  const { Records: records, Events: events, detail } = document;
  if (Array.isArray(records) && records.some(isTrailEvent)) return records as readonly unknown[];
  if (Array.isArray(events) && events.some((e) => isTrailEvent(trailEventIn(e))))
    return events as readonly unknown[];
  if (typeof document['detail-type'] === 'string' && isObject(detail)) return [detail];
  return null;
}
