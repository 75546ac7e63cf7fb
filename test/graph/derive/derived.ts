import { checkClaim, type Claim } from '../../../graph/claim.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import { deriveSubject } from '../../../graph/derive/settle.ts';
import type { Edge } from '../../../graph/entity.ts';
import { openEmbedded } from '../../../graph/store/embedded.ts';
import { View } from '../../../graph/view.ts';
import { write } from '../../../graph/write.ts';
import { ingestPaths } from '../../../ingest/ingest.ts';
import { edge as plain, node } from '../facts.ts';

/** What derivations say of a view, one after the other; each claim is held to the schema. */
export function claimsOf(view: View, derivation: Derivation): Claim[] {
  const index = derivation.index(view);
  const claims = [...new Set(derivation.subjects(index))].map((subject) =>
    deriveSubject(derivation, subject, index, 1),
  );
  for (const claim of claims) checkClaim(claim);
  return claims.filter(({ nodes, edges }) => nodes.length + edges.length > 0);
}

/** A view with what derivations add to it, in an estate in memory. */
export async function derived(view: View, derivations: readonly Derivation[]): Promise<View> {
  const store = await openEmbedded();
  try {
    const given: Claim[] = [
      {
        owner: 'given',
        subject: 'given',
        at: 1,
        mode: 'state',
        nodes: [...view.nodes()]
          .filter(({ kind, stub }) => kind !== 'Internet' && !stub)
          .map(({ kind, uid, props }) => ({ kind, uid, props, defines: true })),
        edges: [...view.edges()].map(({ kind, from, to, props }) => ({
          kind,
          from: { kind: view.node(from)?.kind ?? 'Identity', uid: from },
          to: { kind: view.node(to)?.kind ?? 'Identity', uid: to },
          props,
        })),
        evidence: { source: 'given', record: 'given' },
      },
    ];
    await write(store, given);
    let known = await View.load(store);
    for (const derivation of derivations) {
      await write(store, claimsOf(known, derivation));
      known = await View.load(store);
    }
    return known;
  } finally {
    await store.close();
  }
}

/** The view that a folder of collected answers gives, with nothing derived. */
export async function collected(folder: string): Promise<View> {
  const store = await openEmbedded();
  try {
    const take = (claims: Claim[], marks: Parameters<typeof write>[2]) =>
      write(store, claims, marks);
    await ingestPaths([folder], take, { key: 'k', at: Date.UTC(2026, 0, 1), base: folder });
    return await View.load(store);
  } finally {
    await store.close();
  }
}

/** An edge with properties. */
export const edge = (
  kind: Edge['kind'],
  from: string,
  to: string,
  props: Edge['props'] = {},
): Edge => plain(kind, from, to, { props });

export { node };

/** Edges of claims in one line each, `KIND from > to`, with `if …` where they depend on something. */
export const lines = (claims: readonly Claim[]): string[] =>
  claims
    .flatMap(({ edges }) => edges)
    .map(({ kind, from, to, props }) => {
      const keys = (props as { conditionKeys?: string[] }).conditionKeys;
      return `${kind} ${short(from.uid)} > ${short(to.uid)}${keys ? ` if ${keys.join(', ')}` : ''}`;
    })
    .sort();

/** The last part of an id, as names in tests. */
export const short = (uid: string): string =>
  uid.startsWith('set:') ? uid : (uid.split(/[/:]/).findLast((part) => part !== '') ?? uid);
