import { z } from 'zod';
import type { ElementConfig, ElementType } from '../../../graph/network/config.ts';
import { inNetwork } from './attachments.ts';
import { list, type AwsCall } from './call.ts';
import { ec2Arn } from './ec2-place.ts';
import { tagsOf } from './shapes.ts';

/** A text that AWS may leave out or send as null. */
export const text = z.string().nullish();

/** Fields that most answers about a network have. */
export const common = { OwnerId: text, AvailabilityZone: text, Tags: z.unknown().optional() };

type Common = z.infer<z.ZodObject<typeof common>>;

interface Form<T> {
  items: string;
  /** A field that marks an item of this list. */
  mark: string;
  type: ElementType | 'vpc' | 'vpc-endpoint';
  form: z.ZodType<T>;
  id(item: T): string;
  name?(item: T): string | null | undefined;
  config(item: T): ElementConfig<ElementType> | Record<string, unknown>;
  policy?(item: T): unknown;
  /** Ids of what it is attached to. */
  within(item: T): readonly (string | null | undefined)[];
}

/** A call whose answer lists elements of a network, each by AWS's own id. */
export const elements = <T extends Common>(call: Form<T>): AwsCall =>
  list({
    sign: [`${call.items}.0.${call.mark}`],
    items: call.items,
    item: call.form,
    id: (item, answer) =>
      ec2Arn(answer, call.type, call.id(item), {
        owner: item.OwnerId,
        zone: item.AvailabilityZone,
      }),
    map(item, claim, answer) {
      const tags = tagsOf(item.Tags);
      const id = call.id(item);
      const node = answer.own(claim, 'NetworkElement', id, {
        name: tags?.['Name'] || call.name?.(item) || id,
        type: call.type,
        tags,
        config: call.config(item),
        policy: call.policy?.(item),
      });
      inNetwork(claim, node, call.within(item));
    },
  });
