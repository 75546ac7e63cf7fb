import type { Cause, Ref } from '../claim.ts';
import type { EdgeKind, EdgePropsOf, NodeKind, PropsOf } from '../schema/index.ts';
import type { View } from '../view.ts';

/** What a derivation says of one subject; it becomes the claim of `derive/{name}` on it. */
export interface DerivedEmit {
  /** A node that exists because of this derivation. */
  define<K extends NodeKind>(kind: K, uid: string, props: PropsOf<K>): Ref<K>;
  /** Properties of a node that others define. */
  add<K extends NodeKind>(kind: K, uid: string, props: PropsOf<K>): Ref<K>;
  /** `because`: alternatives; the causes of one alternative together suffice. */
  edge<K extends EdgeKind>(
    kind: K,
    from: Ref,
    to: Ref,
    props: EdgePropsOf<K>,
    because: Cause[][],
  ): void;
}

/** Whether edges to a node, by its uid, are asked for. */
export type Wanted = (uid: string) => boolean;

/**
 * Facts that follow from other facts, computed subject by subject. A derivation is pure: the same
 * view gives the same claims, so that deriving after each change equals deriving from scratch.
 */
export interface Derivation<Index = unknown> {
  /** Kebab-case; also the file's name. Owner of its claims: `derive/{name}`. */
  name: string;
  doc: string;
  /** Names of derivations whose results it reads. */
  after: readonly string[];
  /** A change to a node or edge of none of these kinds leaves it as it is. */
  reads: { nodes: readonly NodeKind[]; edges: readonly EdgeKind[] };
  /**
   * What all subjects share, prepared once a run. Where it is the view, or an object of nothing but
   * the view and complete maps, what each subject reads of the view is watched, and only subjects
   * that read what changed are derived anew.
   */
  index(view: View): Index;
  /** Uids, or any stable names, of what it speaks about now. */
  subjects(index: Index): Iterable<string>;
  /** Where only some edges are `wanted`, others need not be told, and count for nothing. */
  derive(subject: string, index: Index, emit: DerivedEmit, wanted?: Wanted): void;
  /**
   * The index brought up to what the view is now, and the subjects of which it may say something
   * else than before; null where all must be derived anew.
   */
  renew?(before: Index, view: View): Renewed<Index> | null;
}

export interface Renewed<Index> {
  index: Index;
  touched: ReadonlySet<string>;
  /** Nodes, by further subjects, edges to which alone may be others. */
  ends?: ReadonlyMap<string, ReadonlySet<string>>;
}

export const derivation = <Index>(definition: Derivation<Index>): Derivation<Index> => definition;
