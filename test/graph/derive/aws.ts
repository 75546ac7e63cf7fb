import type { Edge, Node } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import { account, allow, deny, document, other } from '../statements.ts';
import { edge, node } from './derived.ts';

export const trustOf = (principal: object | string, more = {}) =>
  document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...more });

const inline = (statements: object[]) =>
  statements.length > 0 ? [{ name: 'own', document: document(...statements) }] : [];

export const userArn = (name: string, id = account) => `arn:aws:iam::${id}:user/${name}`;
export const roleArn = (name: string, id = account) => `arn:aws:iam::${id}:role/${name}`;
export const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
export const root = (id = account) => `arn:aws:iam::${id}:root`;

export const user = (name: string, statements: object[] = [], props: Node['props'] = {}) =>
  node('Identity', userArn(name), {
    name,
    subtype: 'user',
    account,
    attached: [],
    inline: inline(statements),
    ...props,
  });

export const role = (name: string, statements: object[] = [], props: Node['props'] = {}) =>
  node('Identity', roleArn(name), {
    name,
    subtype: 'role',
    account,
    attached: [],
    inline: inline(statements),
    trust: trustOf({ Service: 'nobody.amazonaws.com' }),
    ...props,
  });

export const bucket = (name: string, statements: object[] = [], props: Node['props'] = {}) =>
  node('DataStore', bucketArn(name), {
    name,
    type: 's3-bucket',
    account,
    ...(statements.length > 0 && { policy: document(...statements) }),
    ...props,
  });

/** A customer's key, and what it encrypts. */
export const key = `arn:aws:kms:us-east-1:${account}:key/k1`;
export const keyNode = (...statements: object[]) =>
  node('EncryptionKey', key, { account, manager: 'customer', policy: document(...statements) });
export const encrypted = (name: string) => edge('ENCRYPTED_WITH', bucketArn(name), key);
/** What a key says to leave it to the policies of its account. */
export const delegating = allow('kms:*', '*', { Principal: { AWS: root() } });

export const view = (nodes: Node[], edges: Edge[] = []) => new View(nodes, edges);
export { account, allow, deny, document, edge, node, other };
