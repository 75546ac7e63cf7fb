import type { Ref } from '../../claim.ts';
import type { Node } from '../../entity.ts';

/** What belongs to no account of a customer belongs to AWS. */
const shared = 'aws';

/** The set of all of a type in an account, as a wide grant names them; account empty for AWS. */
export const resourceSet = (of: { account: string; type: string }): Ref<'ResourceSet'> => ({
  kind: 'ResourceSet',
  uid: `set:${of.account === '' ? shared : of.account}/${of.type}`,
});

/** The type by which a node belongs to a set. */
export const typeOf = ({ kind, props }: Pick<Node, 'kind' | 'props'>): string =>
  typeof props['type'] === 'string' ? props['type'] : kind.toLowerCase();
