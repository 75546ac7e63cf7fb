import type { Classification } from '../schema/nodes/data.ts';
import {
  affirmations,
  contentKeys,
  crownJewelKeys,
  denials,
  flagKeys,
  gradingKeys,
  nameWords,
  tagConfidence,
  valueTypes,
} from './table.ts';

const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
const words = (text: string) =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

const affirms = (value: string) => affirmations.has(value.trim().toLowerCase());

/** What the tags of a resource say of its data. A tag that denies says nothing. */
export function fromTags(tags: Readonly<Record<string, string>>): Classification[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    const name = letters(key);
    const source = `tag ${key}=${value}`;
    const classification = (type: string): Classification => ({
      type,
      basis: 'tag',
      confidence: tagConfidence,
      source,
    });
    const flag = Object.hasOwn(flagKeys, name) ? flagKeys[name] : undefined;
    if (flag !== undefined && affirms(value)) return [classification(flag)];
    if (!gradingKeys.has(name) && !contentKeys.has(name)) return [];
    const said = words(value);
    if (said.some((word) => denials.has(word))) return [];
    const types = said.flatMap((word) =>
      Object.hasOwn(valueTypes, word) ? (valueTypes[word] ?? []) : [],
    );
    return [...new Set(types)].map(classification);
  });
}

/** What the name of a resource hints at. */
export function fromName(name: string): Classification[] {
  const said = new Set(words(name));
  return nameWords.flatMap(({ type, confidence, words: hints }) => {
    const word = [...hints].find((hint) => said.has(hint));
    return word === undefined
      ? []
      : [{ type, basis: 'name' as const, confidence, source: `name ${word}` }];
  });
}

export const isCrownJewel = (tags: Readonly<Record<string, string>>): boolean =>
  Object.entries(tags).some(([key, value]) => crownJewelKeys.has(letters(key)) && affirms(value));

/** Each type and basis once, with the best confidence, in a fixed order. */
export function strongest(all: readonly Classification[]): Classification[] {
  const best = new Map<string, Classification>();
  for (const one of all) {
    const key = `${one.type}|${one.basis}`;
    const known = best.get(key);
    const order = (c: Classification) => c.source ?? '';
    if (
      !known ||
      one.confidence > known.confidence ||
      (one.confidence === known.confidence && order(one) < order(known))
    )
      best.set(key, one);
  }
  return [...best].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
