import type { EdgeKind, NodeKind } from '../../schema/index.ts';

/** On which resource an action is checked, given the node that it is about. */
export type On =
  | 'itself'
  /** Any object in a bucket, item below a node: `{uid}/*`. */
  | 'below'
  /** Any object through an access point: `{uid}/object/*`. */
  | 'objects'
  /** Log events: `{uid}:*`. */
  | 'within'
  /** Any alias of an agent or flow. */
  | 'alias'
  /** Any object below an `s3://` URI. */
  | 'storage'
  /** The agent of a machine, `{uid}` without `#…`. */
  | 'agent'
  /** The action names no resource. */
  | 'account';

/** A permission on something that need not exist yet, or that no source collects. */
export interface Need {
  action: string;
  /** Pattern of its ARN, with `*`; `*` alone where the action names no resource. */
  form: string;
}

/** What permissions on a kind of node amount to. */
export interface Effect {
  edge: EdgeKind;
  kind: NodeKind;
  /** Pattern of the node's uid, with `*`. */
  form: string;
  /** Each suffices by itself, beside what `also` names. */
  actions: readonly string[];
  /** Needed beside: on the same resource, or on one of a form. */
  also?: readonly (string | Need)[];
  on: On;
  /** What must also be allowed on the key that the node is encrypted with. */
  key?: 'kms:Decrypt' | 'kms:GenerateDataKey';
  /** What also must allow, and no source collects. */
  unseen?: string;
  /** Nodes with this property at this value are spared. */
  except?: { readonly [property: string]: unknown };
  /** Not proven in public: why, for people. */
  candidate?: string;
  /** Ids of the technique in public catalogues. */
  refs?: readonly string[];
}

/** Permissions that are needed beside. */
export const namesBeside = ({ also = [] }: Pick<Effect, 'also'>): string[] =>
  also.map((need) => (typeof need === 'string' ? need : need.action));

/** Every permission that a row names. */
export const named = (effect: Effect): string[] => [...effect.actions, ...namesBeside(effect)];

type Row = Omit<Effect, 'kind' | 'form'>;

/** Rows of one kind and form of node. */
export const rows = (kind: NodeKind, form: string, ...effects: readonly Row[]): Effect[] =>
  effects.map((effect) => ({ kind, form, ...effect }));

/** Actions of one service. */
export const each = (service: string, ...names: readonly string[]): string[] =>
  names.map((name) => `${service}:${name}`);
