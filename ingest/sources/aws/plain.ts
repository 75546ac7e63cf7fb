import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { FromKind, NodeKind, PropsOf } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { list, one, type AwsCall, type Common } from './call.ts';
import { resourceRef } from './resource-ref.ts';
import { documentOf, tagsOf } from './shapes.ts';

/** Form of an ARN of a service, and of one type of resource where `type` is given. */
export const arnText = (service: string, type = '') =>
  z
    .string()
    .regex(
      new RegExp(`^arn:[^:]+:${service}:[^:]*:[^:]*:${type}`),
      `expected an ARN of ${[service, type].filter(Boolean).join(', ')}`,
    );

type OwnKind = FromKind<'IN_ACCOUNT'>;

/** A kind of resource in AWS's words: how one is described, and which node it is. */
interface Resource<K extends OwnKind, T> {
  kind: K;
  form: z.ZodType<T>;
  uid(item: T, answer: Answer): string;
  props(item: T, answer: Answer): PropsOf<K>;
  /** ARN that tells account and region, where the uid is none. */
  arn?(item: T): string;
  /** Edges, and properties that depend on them. */
  links?(item: T, claim: ClaimBuilder, node: Ref<K>, answer: Answer): void;
}

const created = [
  'CreationTime',
  'CreationDate',
  'CreatedDate',
  'CreateDate',
  'CreatedTime',
  'createdDate',
  'CreationDateTime',
  'InstanceCreateTime',
  'ClusterCreateTime',
  'createdAt',
  'creationTime',
];

/** What AWS says of most resources under one of a few names: tags and the time of creation. */
function common(item: unknown): PropsOf<NodeKind> {
  if (item === null || typeof item !== 'object') return {};
  const fields = item as Record<string, unknown>;
  const tags = tagsOf(fields['Tags'] ?? fields['tags'] ?? fields['TagList']);
  const createdAt = created.map((key) => fields[key]).find((value) => typeof value === 'string');
  return { ...(tags && { tags }), ...(createdAt !== undefined && { createdAt }) };
}

function put<K extends OwnKind, T>(
  resource: Resource<K, T>,
  item: T,
  claim: ClaimBuilder,
  answer: Answer,
) {
  const props = { ...common(item), ...resource.props(item, answer) };
  const node = answer.own(claim, resource.kind, resource.uid(item, answer), props);
  resource.links?.(item, claim, node, answer);
}

/** A call whose answer lists resources of one kind under `items`. */
export const listed = <K extends OwnKind, T>(
  definition: Common & { items: string } & Resource<K, T>,
): AwsCall =>
  list({
    ...definition,
    item: definition.form,
    id: (item, answer) => definition.arn?.(item) ?? definition.uid(item, answer),
    map: (item, claim, answer) => {
      put(definition, item, claim, answer);
    },
  });

/** A call whose answer describes one resource, under the key `at` or as a whole. */
export const described = <K extends OwnKind, T>(
  definition: Common & { at?: string } & Resource<K, T>,
): AwsCall =>
  one({
    ...definition,
    answer: definition.form,
    map: (item, answer) => {
      const subject = definition.arn?.(item) ?? definition.uid(item, answer);
      put(definition, item, answer.claim(subject), answer);
    },
  });

/** A call whose answer is the resource policy of one resource, as text or JSON under `field`. */
export const policyOf = <K extends OwnKind>(
  definition: Common & {
    field: string;
    kind: K;
    uid(record: Record<string, unknown>, answer: Answer): string;
  },
): AwsCall =>
  one({
    ...definition,
    answer: z.looseObject({}),
    map(record: Record<string, unknown>, answer) {
      const uid = definition.uid(record, answer);
      const policy = documentOf(record[definition.field]);
      answer.claim(uid).add(definition.kind, uid, { policy });
    },
  });

/** The same for resources of any kind: the path tells the ARN. */
export const policyOfArn = (definition: Common & { field: string }): AwsCall =>
  one({
    ...definition,
    answer: z.looseObject({}),
    map(record: Record<string, unknown>, answer) {
      const text = answer.arg(0, 'resource');
      const resource = resourceRef(text);
      if (!resource) return answer.unresolved(`resource policy of ${text}`);
      const policy = documentOf(record[definition.field]);
      answer.claim(resource.uid).add(resource.kind, resource.uid, { policy });
    },
  });
