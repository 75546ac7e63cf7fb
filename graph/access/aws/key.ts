import type { Node } from '../../entity.ts';
import type { View } from '../../view.ts';
import { parseArn } from './arn.ts';

/** The key that something is encrypted with, as far as it is known. */
export interface Key {
  /** ARN, or the alias that nothing resolves. */
  name: string;
  /** Account of what it encrypts: a key of AWS serves no other. */
  manager: 'aws' | 'customer';
}

const managerOf = (node: Node | undefined) =>
  node?.props['manager'] === 'aws' ? 'aws' : 'customer';

/**
 * An alias means a key of one account and region; of any region where that is not known. Of several,
 * as answers of different times give them, the first by ARN.
 */
function aliased(view: View, alias: string, account: unknown, region: unknown): Node | undefined {
  let found: Node | undefined;
  for (const key of view.nodesOf('EncryptionKey')) {
    if (found && found.uid < key.uid) continue;
    const own = parseArn(key.uid);
    const names = key.props['aliases'];
    if (!Array.isArray(names) || !names.includes(alias)) continue;
    if (own?.account === account && (own?.region === region || !region)) found = key;
  }
  return found;
}

/**
 * The key that the ARN of an alias stands for, which a request to use it is about (AWS KMS Developer
 * Guide, "Aliases in AWS KMS"): undefined where it was not collected, null for any other ARN.
 */
export function keyBehind(view: View, arn: string): string | undefined | null {
  const { service, account, region, resource = '' } = parseArn(arn) ?? {};
  if (service !== 'kms' || !resource.startsWith('alias/')) return null;
  return aliased(view, resource, account, region)?.uid;
}

/** The key that protects a node; null where none does. Where answers differ, the first by ARN. */
export function protectingKey(view: View, node: Node): Key | null {
  const [arn] = view
    .out(node.uid, 'ENCRYPTED_WITH')
    .map(({ to }) => to)
    .sort();
  if (arn !== undefined) return { name: arn, manager: managerOf(view.node(arn)) };
  const text = node.props['kmsKey'];
  if (typeof text !== 'string' || text === '') return null;
  const alias = /(alias\/.+)$/.exec(text)?.[1];
  if (alias?.startsWith('alias/aws/')) return { name: alias, manager: 'aws' };
  const owner = parseArn(node.uid);
  const region = owner?.region || node.props['region'];
  const account = owner?.account || node.props['account'];
  const key = alias === undefined ? view.node(text) : aliased(view, alias, account, region);
  return { name: key?.uid ?? text, manager: managerOf(key) };
}
