import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import type { Caller } from './caller.ts';
import { accountFacts, type AccountFacts } from './organization.ts';
import { callerOf, outsider } from './principals.ts';

/** Facts of one view, each read once; made anew whenever the view has changed. */
export interface Facts {
  view: View;
  account(id: string): AccountFacts;
  caller(node: Node): Caller;
}

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
}

/** An account that is not ours is in an organisation that is not ours. */
const elsewhere: AccountFacts = {
  id: outsider.account ?? '',
  scps: [],
  rcps: [],
  organization: 'o-elsewhere',
  path: 'o-elsewhere/',
  publicAccessBlock: undefined,
};

export const factsOf = (view: View): Facts => ({
  view,
  account: memo((id: string) => (id === elsewhere.id ? elsewhere : accountFacts(view, id))),
  caller: memo((node: Node) => callerOf(view, node)),
});
