import { commonNode } from '../../../../graph/schema/define.ts';
import { nodeKinds, type NodeKind } from '../../../../graph/schema/index.ts';

export interface Property {
  name: string;
  value: string;
  document: boolean;
}

/** What the head of the page says already. */
const inHead = new Set([...Object.keys(commonNode), 'sensitive', 'crownJewel']);

/** `imdsHopLimit` as people read it: `imds hop limit`. */
export const spaced = (name: string): string =>
  name.replaceAll(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });

/** JSON laid out for reading; text that is none stays as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/**
 * Properties beside those of the head, plain ones first; and the names of those that a kind can
 * have and no record gives, because unknown is not the same as none.
 */
export function factsOf(
  kind: NodeKind,
  properties: readonly Property[],
): { plain: Property[]; documents: Property[]; unknown: string[] } {
  const own = properties.filter(({ name }) => !inHead.has(name));
  const given = new Set(properties.map(({ name }) => name));
  return {
    plain: own.filter(({ document }) => !document),
    documents: own.filter(({ document }) => document),
    unknown: Object.keys(nodeKinds[kind].props)
      .filter((name) => !inHead.has(name) && !given.has(name))
      .sort(),
  };
}
