import {
  cleanUid,
  type Cause,
  type Claim,
  type EdgeClaim,
  type NodeClaim,
  type Ref,
} from '../graph/claim.ts';
import {
  joins,
  type EdgeKind,
  type EdgePropsOf,
  type FromKind,
  type NodeKind,
  type PropsOf,
  type ToKind,
} from '../graph/schema/index.ts';

const present = <T extends object>(props: T): T =>
  Object.fromEntries(
    Object.entries(props).filter(([, value]) => value !== undefined && value !== null),
  ) as T;

/** Collects what one claim says. Properties that are undefined are left out. */
export class ClaimBuilder {
  readonly #head: Omit<Claim, 'nodes' | 'edges'>;
  readonly #nodes = new Map<string, NodeClaim>();
  readonly #edges: EdgeClaim[] = [];

  constructor(head: Omit<Claim, 'nodes' | 'edges'>) {
    this.#head = head;
  }

  /** A node that this claim describes: it exists because the record says so. */
  node<K extends NodeKind>(kind: K, uid: string, props: PropsOf<K> = {}): Ref<K> {
    return this.#put(kind, uid, props, true);
  }

  /** Properties of a node that another claim must define. */
  add<K extends NodeKind>(kind: K, uid: string, props: PropsOf<K>): Ref<K> {
    return this.#put(kind, uid, props, false);
  }

  /** A node that the record merely refers to. */
  ref<K extends NodeKind>(kind: K, uid: string): Ref<K> {
    return { kind, uid: cleanUid(uid) };
  }

  edge<K extends EdgeKind>(
    kind: K,
    from: Ref<FromKind<K> & NodeKind>,
    to: Ref<ToKind<K> & NodeKind>,
    props: EdgePropsOf<K> = {},
    because?: Cause[][],
  ): void {
    this.#edges.push({ kind, from, to, props: present(props), ...(because && { because }) });
  }

  /** An edge whose ends' kinds only the record tells; false, and no edge, where they cannot join. */
  edgeIf<K extends EdgeKind>(kind: K, from: Ref, to: Ref, props: EdgePropsOf<K> = {}): boolean {
    if (!joins(kind, from.kind, to.kind)) return false;
    this.#edges.push({ kind, from, to, props: present(props) });
    return true;
  }

  build(): Claim {
    return { ...this.#head, nodes: [...this.#nodes.values()], edges: this.#edges };
  }

  #put<K extends NodeKind>(kind: K, uid: string, props: PropsOf<K>, defines: boolean): Ref<K> {
    const clean = cleanUid(uid);
    const known = this.#nodes.get(clean);
    this.#nodes.set(clean, {
      kind,
      uid: clean,
      props: { ...known?.props, ...present(props) },
      defines: defines || known?.defines === true,
    });
    return { kind, uid: clean };
  }
}
