import { listOf, text, valuesIn, type Values } from '../values.ts';

/** What a plan does to one thing. */
export interface Change {
  address: string;
  /** Set for one that a replacement left behind. */
  deposed: string | undefined;
  /** True where nothing takes its place. */
  deletes: boolean;
  /** True where it stays as it is. */
  idle: boolean;
  /** What of it is not known before, as true in its place. */
  unknown: Values;
}

const idle = new Set(['no-op', 'read', 'forget']);

/** The changes that a plan tells. */
export const changesOf = (told: unknown): Change[] =>
  listOf(told).map((one) => {
    const change = valuesIn(one, 'change');
    const actions = Array.isArray(change['actions']) ? change['actions'].map(String) : [];
    return {
      address: String(one['address']),
      deposed: text(one, 'deposed'),
      deletes: actions.join() === 'delete',
      idle: actions.every((action) => idle.has(action)),
      unknown: valuesIn(change, 'after_unknown'),
    };
  });
