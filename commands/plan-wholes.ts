import type { Node } from '../graph/entity.ts';
import type { View } from '../graph/view.ts';
import { conversionOf } from '../ingest/sources/terraform/conversions.ts';
import { linksOf } from '../ingest/sources/terraform/plan/links.ts';
import type { Resource } from '../ingest/sources/terraform/state.ts';
import { text, texts, type Values } from '../ingest/sources/terraform/values.ts';

/** A thing that a plan changes a part of, and that the estate has from elsewhere. */
export interface Whole {
  type: string;
  node: Node;
  values: Values;
}

/** Things that parts belong to, and the parts of which nothing tells that. */
interface Wholes {
  found: Whole[];
  /** A line for each thing that is neither in the plan nor in the estate. */
  missing: string[];
}

/** What the resource that a part is read with is called by the part. */
function namesOfWhole({ type, values }: Resource): { whole: string; names: string[] } {
  const whole = conversionOf(type);
  if (typeof whole !== 'string') return { whole: '', names: [] };
  const by = Object.keys(values).filter((argument) => whole in linksOf(type, argument));
  return {
    whole,
    names: by.flatMap((argument) => text(values, argument) ?? texts(values, argument)),
  };
}

const isCalled = ({ values }: Resource, name: string) =>
  ['id', 'name', 'arn', 'url', 'key_id'].some((attribute) => text(values, attribute) === name);

/** Kinds of IAM, by the word that their ARNs have. */
const inIam: Readonly<Record<string, string>> = {
  aws_iam_group: 'group',
  aws_iam_role: 'role',
  aws_iam_user: 'user',
};

/** The node of the estate that a part can mean by a name; none where several can be meant. */
function nodeOf(view: View, type: string, name: string): Node | undefined {
  const known = view.node(name);
  if (known || !Object.hasOwn(inIam, type)) return known ?? undefined;
  const ending = `/${name}`;
  const word = `:${inIam[type] ?? ''}/`;
  const kind = type === 'aws_iam_group' ? 'Group' : 'Identity';
  const all = [...view.nodesOf(kind)].filter(
    ({ uid }) => uid.includes(word) && uid.endsWith(ending),
  );
  return all.length === 1 ? all[0] : undefined;
}

function valuesOf({ uid, props }: Node, name: string): Values {
  const path = /:(?:role|user|group)(\/.*\/|\/)[^/]+$/.exec(uid)?.[1];
  const region = props['region'];
  return {
    id: name,
    name,
    ...(region !== undefined && { region }),
    ...(uid.startsWith('arn:') && { arn: uid }),
    ...(path && { path }),
  };
}

/**
 * What the estate has of which a plan has only parts, as policies of a role that another plan made:
 * a part by itself says nothing.
 */
export function wholesBeside(resources: readonly Resource[], view: View): Wholes {
  const byType = Map.groupBy(resources, ({ type }) => type);
  const found = new Map<string, Whole>();
  const missing = new Set<string>();
  for (const part of resources) {
    const { whole, names } = namesOfWhole(part);
    for (const name of names) {
      if (byType.get(whole)?.some((one) => isCalled(one, name))) continue;
      const node = nodeOf(view, whole, name);
      if (node) found.set(node.uid, { type: whole, node, values: valuesOf(node, name) });
      else missing.add(`${part.address}: ${name} is neither in the plan nor in the estate`);
    }
  }
  return { found: [...found.values()], missing: [...missing] };
}
