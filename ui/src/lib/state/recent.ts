import type { NodeKind } from '../../../../graph/schema/index.ts';
import { nodeKinds } from '../../../../graph/schema/index.ts';

/** An entity that the reader opened. */
export interface Recent {
  uid: string;
  name: string;
  kind: NodeKind;
}

const storage = 'recent';
const most = 6;

const isRecent = (value: unknown): value is Recent =>
  typeof value === 'object' &&
  value !== null &&
  'uid' in value &&
  typeof value.uid === 'string' &&
  'name' in value &&
  typeof value.name === 'string' &&
  'kind' in value &&
  typeof value.kind === 'string' &&
  Object.hasOwn(nodeKinds, value.kind);

/** What was kept, as far as it can be read. */
export function readRecent(text: string | null): Recent[] {
  try {
    const read: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(read) ? read.filter(isRecent).slice(0, most) : [];
  } catch {
    return [];
  }
}

/** The list with one put at its start, each once. */
export const withRecent = (list: readonly Recent[], { uid, name, kind }: Recent): Recent[] =>
  [{ uid, name: name.slice(0, 200), kind }, ...list.filter((one) => one.uid !== uid)].slice(
    0,
    most,
  );

/** What was opened last, newest first; kept in this tab only, because names are the estate's. */
export function recent(): Recent[] {
  try {
    return readRecent(sessionStorage.getItem(storage));
  } catch {
    return [];
  }
}

export function remember(opened: Recent): void {
  try {
    sessionStorage.setItem(storage, JSON.stringify(withRecent(recent(), opened)));
  } catch {
    // A browser may refuse storage; nothing is then remembered.
  }
}
