/** Tags in either of AWS's two forms: a list of Key and Value, or a map. */
export const tagsOf = (tags: unknown): Record<string, string> | undefined => {
  if (Array.isArray(tags))
    return Object.fromEntries(
      tags.flatMap((tag: Record<string, string | boolean> | null) => {
        const key = tag?.['Key'] ?? tag?.['key'] ?? tag?.['TagKey'];
        const value = tag?.['Value'] ?? tag?.['value'] ?? tag?.['TagValue'] ?? '';
        return typeof key === 'string' ? [[key, String(value)]] : [];
      }),
    );
  return tags !== null && typeof tags === 'object'
    ? Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]))
    : undefined;
};

/** A document that AWS embeds as text, percent-encoded text or JSON. Unreadable text stays text. */
export const documentOf = (value: unknown): unknown => {
  if (typeof value !== 'string') return value ?? undefined;
  // API Gateway escapes the quotes of its policies once more.
  for (const text of [value, safeDecode(value), value.replace(/\\(["/])/g, '$1')])
    try {
      return JSON.parse(text) as unknown;
    } catch {
      continue;
    }
  return value;
};

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
