import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** Access keys with the account and the name of the user that they belong to. */
function keys(view: View): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { uid, stub, props } of view.nodesOf('Credential'))
    if (!stub && props['type'] === 'aws-access-key' && text(props['owner']) !== '')
      found.set(uid, `${text(props['account'])}/${text(props['owner'])}`);
  return found;
}

/** Users by account and name; names are unique in an account, whatever their paths. */
function users(view: View): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { uid, stub, props } of view.nodesOf('Identity'))
    if (!stub && props['subtype'] === 'user')
      found.set(`${text(props['account'])}/${text(props['name'])}`, uid);
  return found;
}

/** IAM lists an access key by the name of its user; the path that the user's ARN has is left out. */
export default derivation({
  name: 'access-key-owner',
  doc: 'Whose an access key is, by the name of the user.',
  after: [],
  reads: { nodes: ['Credential', 'Identity'], edges: [] },
  index: (view) => ({ keys: keys(view), users: users(view) }),
  subjects: ({ keys: known }) => known.keys(),
  derive(uid, { keys: known, users: byName }, emit) {
    const user = byName.get(known.get(uid) ?? '');
    if (user === undefined) return;
    emit.edge('AUTHENTICATES', { kind: 'Credential', uid }, { kind: 'Identity', uid: user }, {}, [
      [{ id: `${uid}#key`, type: 'access-key', holder: user, say: `access key ${uid.slice(5)}` }],
    ]);
  },
});
