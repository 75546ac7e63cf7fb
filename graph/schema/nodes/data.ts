import * as z from 'zod/mini';
import { document, gathered, json, node } from '../define.ts';

/** Why data counts as sensitive: what it holds, how we know, and how sure we are (0 to 1). */
export const classification = z.object({
  type: z.string(),
  basis: z.enum(['tag', 'finding', 'name', 'declared']),
  confidence: z.number(),
  source: z.optional(z.string()),
});
export type Classification = z.infer<typeof classification>;

const sensitivity = {
  classifications: gathered(classification),
  sensitive: z.boolean(),
  crownJewel: z.boolean(),
};

export const data = {
  DataStore: node({
    plane: 'data',
    label: 'Data store',
    icon: 'database',
    doc: 'Where data lies: bucket, table, database, queue, topic, file system.',
    uid: 'ARN or full name',
    owned: 'W',
    goals: ['D', 'W', 'A'],
    fix: 'Grant it to the identities that used it, by name.',
    props: {
      type: z.string(),
      ...sensitivity,
      volume: z.number(),
      public: z.boolean(),
      encryption: z.string(),
      kmsKey: z.string(),
      policy: document(),
      acl: document(),
      publicAccessBlock: json(z.record(z.string(), z.boolean())),
      objectOwnership: z.string(),
      config: document(),
    },
  }),
  Secret: node({
    plane: 'data',
    label: 'Secret',
    icon: 'lock',
    doc: 'A stored secret or parameter. Its value is never read.',
    uid: 'ARN, vault secret id, or Kubernetes secret uid',
    owned: 'D',
    goals: ['D', 'W'],
    fix: 'Name its readers, and rotate it.',
    props: {
      type: z.string(),
      ...sensitivity,
      secure: z.boolean(),
      rotation: z.boolean(),
      lastAccessed: z.string(),
      kmsKey: z.string(),
      policy: document(),
    },
  }),
  ResourceSet: node({
    plane: 'data',
    label: 'All of a kind',
    icon: 'layers',
    doc: 'Every resource of one type in one account, as a wide grant names them.',
    uid: '`set:{account}/{type}`',
    owned: 'W',
    goals: ['D', 'W'],
    fix: 'Name the members that are meant.',
    props: { type: z.string(), count: z.number() },
  }),
  EncryptionKey: node({
    plane: 'data',
    label: 'Encryption key',
    icon: 'key-square',
    doc: 'A key that protects data at rest.',
    uid: 'KMS key ARN',
    owned: 'U',
    goals: ['U', 'A'],
    fix: 'Let only the readers of the data use it.',
    props: {
      type: z.string(),
      manager: z.enum(['aws', 'customer', 'unknown']),
      aliases: z.array(z.string()),
      policy: document(),
      grants: document(),
      state: z.string(),
    },
  }),
};
