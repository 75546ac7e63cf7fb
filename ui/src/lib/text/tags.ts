/** Tags of an entity, kept as JSON, as name and value; text that is none stands as it is. */
export function tagsOf(json: string): [name: string, value: string][] {
  try {
    const tags: unknown = JSON.parse(json);
    if (typeof tags !== 'object' || tags === null) return [['tags', json]];
    return Object.entries(tags).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
  } catch {
    return [['tags', json]];
  }
}
