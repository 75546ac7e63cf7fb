const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** True for a configuration item, by its form. */
export const isConfigItem = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['resourceType'] === 'string' &&
  typeof value['configurationItemStatus'] === 'string' &&
  'configurationItemCaptureTime' in value;

/** The item within a notification that holds one; anything else as it is. */
export function hasConfigItem(value: unknown): unknown {
  const inner = isObject(value) ? value['configurationItem'] : undefined;
  return isConfigItem(inner) ? inner : value;
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Items of a snapshot or history, of a notification by SNS, or of the event of a rule; null for
 * anything else.
 */
export function configItems(document: unknown): readonly unknown[] | null {
  if (!isObject(document)) return null;
  const { configurationItems, configurationItem, Message, invokingEvent } = document;
  if (Array.isArray(configurationItems)) return configurationItems as readonly unknown[];
  if (Array.isArray(configurationItem)) return configurationItem as readonly unknown[];
  if (isConfigItem(configurationItem)) return [configurationItem];
  const within = document['Type'] === 'Notification' ? parsed(Message) : parsed(invokingEvent);
  return isObject(within) && within['configurationItem'] !== undefined ? configItems(within) : null;
}
