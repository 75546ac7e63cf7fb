import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { parseArn } from './arn.ts';

/** The key that something is encrypted with, as far as it is known. */
export interface Key {
  /** ARN, or the alias that nothing resolves. */
  name: string;
  /** Undefined where it was not collected. */
  node: Node | undefined;
  /** Account of what it encrypts: a key of AWS serves no other. */
  manager: 'aws' | 'customer';
}

const managerOf = (node: Node | undefined) =>
  node?.props['manager'] === 'aws' ? 'aws' : 'customer';

/** An alias means a key of the same account and region. */
function aliased(view: View, alias: string, { uid, props }: Node): Node | undefined {
  const arn = parseArn(uid);
  const region = arn?.region || props['region'];
  for (const key of view.nodesOf('EncryptionKey')) {
    const own = parseArn(key.uid);
    const names = key.props['aliases'];
    if (!Array.isArray(names) || !names.includes(alias)) continue;
    if (own?.account === (arn?.account || props['account']) && (own?.region === region || !region))
      return key;
  }
  return undefined;
}

/** The key that protects a node; null where none does. */
export function protectingKey(view: View, node: Node): Key | null {
  const arn = view.out(node.uid, 'ENCRYPTED_WITH')[0]?.to;
  if (arn !== undefined) {
    const key = view.node(arn);
    return { name: arn, node: key, manager: managerOf(key) };
  }
  const text = node.props['kmsKey'];
  if (typeof text !== 'string' || text === '') return null;
  const alias = /(alias\/.+)$/.exec(text)?.[1];
  if (alias?.startsWith('alias/aws/')) return { name: alias, node: undefined, manager: 'aws' };
  const key = alias === undefined ? undefined : aliased(view, alias, node);
  return { name: key?.uid ?? text, node: key, manager: managerOf(key) };
}
