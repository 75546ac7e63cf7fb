import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

const kinds = ['DataStore', 'Secret'] as const;

const place = (account: unknown, region: unknown, alias: string) =>
  `${String(account)}/${String(region)}/${alias}`;

/** `alias/name` of a key's alias, from its name or ARN; null for what is neither. */
const aliasIn = (text: unknown): string | null =>
  typeof text === 'string' ? (/(?:^|:)(alias\/.+)$/.exec(text)?.[1] ?? null) : null;

function keysByAlias(view: View): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { uid, props } of view.nodesOf('EncryptionKey'))
    for (const alias of Array.isArray(props['aliases']) ? (props['aliases'] as string[]) : []) {
      const [, , , region, account] = uid.split(':');
      const at = place(account, region, alias);
      // Answers of different times may give it to several: the first by ARN.
      if (!((keys.get(at) ?? uid) < uid)) keys.set(at, uid);
    }
  return keys;
}

/** A store that names its key by an alias is encrypted with the key that has the alias there. */
export default derivation({
  name: 'key-alias',
  doc: 'Which key an alias means.',
  after: [],
  reads: { nodes: [...kinds, 'EncryptionKey'], edges: [] },
  index: (view) => ({ view, keys: keysByAlias(view) }),
  *subjects({ view }) {
    for (const kind of kinds)
      for (const { uid, props } of view.nodesOf(kind)) if (aliasIn(props['kmsKey'])) yield uid;
  },
  derive(uid, { view, keys }, emit) {
    const node = view.node(uid);
    const alias = aliasIn(node?.props['kmsKey']);
    if (!node || alias === null) return;
    const key = keys.get(place(node.props['account'], node.props['region'], alias));
    if (key !== undefined)
      emit.edge(
        'ENCRYPTED_WITH',
        { kind: node.kind, uid },
        { kind: 'EncryptionKey', uid: key },
        {},
        [[{ id: `${uid}#key`, type: 'encryption', holder: uid, say: `its key is ${alias}` }]],
      );
  },
});
