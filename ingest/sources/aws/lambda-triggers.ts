import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { parseArn } from './arn.ts';
import { resourceRef } from './resource-ref.ts';

/** Stores whose events a function may ask to be called with. */
const stores: readonly string[] = [
  's3',
  'sns',
  'sqs',
  'kinesis',
  'dynamodb',
  'kafka',
  'docdb',
  'mq',
];

/** The store that an event source means; null for a source that keeps nothing of its own. */
export function eventStore(claim: ClaimBuilder, arn: string): Ref<'DataStore'> | null {
  if (!stores.includes(parseArn(arn)?.service ?? '')) return null;
  const known = resourceRef(arn);
  return claim.ref('DataStore', known?.kind === 'DataStore' ? known.uid : arn);
}

const statement = z.looseObject({
  Effect: z.literal('Allow'),
  Principal: z.looseObject({ Service: z.union([z.string(), z.array(z.string())]) }),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const sourceArns = (conditions: z.infer<typeof statement>['Condition']) =>
  Object.values(conditions)
    .flatMap((keys) => Object.entries(keys))
    .filter(([key]) => key.toLowerCase() === 'aws:sourcearn')
    .flatMap(([, value]) => [value].flat())
    .filter((value): value is string => typeof value === 'string' && !/[*?]/.test(value));

/**
 * Stores that a function's policy lets call it. The store's own notification says whether it does;
 * where that was not collected, the permission is all that tells of it.
 */
export function storesLetIn(policy: unknown): string[] {
  const { Statement } = (policy ?? {}) as { Statement?: unknown };
  return [Statement ?? []].flat().flatMap((candidate) => {
    const { data } = statement.safeParse(candidate);
    if (!data) return [];
    const services = [data.Principal.Service].flat();
    return sourceArns(data.Condition).filter((arn) =>
      services.includes(`${parseArn(arn)?.service ?? ''}.amazonaws.com`),
    );
  });
}
