import * as z from 'zod/mini';
import type { Capability } from './capability.ts';

export const planes = ['network', 'identity', 'compute', 'ai', 'data', 'control'] as const;
export type Plane = (typeof planes)[number];

/** How a store keeps a property that is not plain, and whether claims add to it. */
export const kept = z.registry<{ as: 'json'; joined?: true }, z.ZodMiniType>();

/** A property that a store keeps as JSON text, because property graphs hold no nested values. */
export function json<T extends z.ZodMiniType>(schema: T): T {
  kept.add(schema, { as: 'json' });
  return schema;
}

/** A JSON document of any shape, such as an IAM policy. */
export const document = () => json(z.unknown());

/**
 * A list to which every claim may add: claims of it do not conflict, what they say is joined. A
 * store keeps it as JSON text.
 */
export function gathered<T extends z.ZodMiniType>(member: T) {
  const list = z.array(member);
  kept.add(list, { as: 'json', joined: true });
  return list;
}

type Shape = Record<string, z.ZodMiniType>;

interface NodeDefinition<P extends Shape> {
  plane: Plane;
  label: string;
  /** Name of the 16 px icon in `ui/src/lib/icons/`. */
  icon: string;
  doc: string;
  /** How the unique id is formed. */
  uid: string;
  /** What an attacker who starts here holds. */
  owned: Capability;
  /** Capabilities that count as arriving here; empty = any. */
  goals: readonly Capability[];
  /** True where the node expires with event time. */
  timeBounded?: boolean;
  /** What to do about a node of this kind that lies on a path. */
  fix: string;
  props: P;
}

/** Restricts a move to ends of a kind, or to ends or edges whose property has one of the values. */
export interface When {
  fromKind?: string;
  toKind?: string;
  from?: Record<string, readonly (string | boolean)[]>;
  to?: Record<string, readonly (string | boolean)[]>;
  edge?: Record<string, readonly (string | boolean)[]>;
}

/** Holding the first capability at `from` yields the second at `to`. */
export type Move = readonly [needs: Capability, gains: Capability, when?: When];

interface EdgeDefinition<P extends Shape, F extends string, T extends string> {
  from: readonly F[];
  to: readonly T[];
  /** None = a context edge, not walkable. */
  moves?: readonly Move[];
  /** MITRE ATT&CK, MITRE ATLAS (AML.) or OWASP ASI ids. */
  techniques?: readonly string[];
  label: string;
  doc: string;
  /** One sentence; {from} and {to} stand for the ends' names. */
  say: string;
  fix: string;
  props?: P;
}

/** Properties that every node may carry. */
export const commonNode = {
  name: z.string(),
  provider: z.string(),
  account: z.string(),
  region: z.string(),
  environment: z.string(),
  owner: z.string(),
  createdAt: z.string(),
  tags: json(z.record(z.string(), z.string())),
  /** What of its policies cannot be read: it grants and denies nothing for certain. */
  policyProblems: z.array(z.string()),
} satisfies Shape;

/** Properties that every edge may carry, beside those that the merge computes. */
export const commonEdge = {
  conditional: z.boolean(),
  conditionKeys: z.array(z.string()),
  inferred: z.boolean(),
  note: z.string(),
  /** What was seen of another edge that stands for this one, as a join carries it over. */
  seenFirst: z.number(),
  seenLast: z.number(),
  seenCount: z.number(),
} satisfies Shape;

type Values<P extends Shape> = { [K in keyof P]?: z.infer<P[K]> | undefined };

export type NodeProps<P extends Shape> = Values<typeof commonNode & P>;
export type EdgeProps<P extends Shape> = Values<typeof commonEdge & P>;

export const node = <const P extends Shape>(definition: NodeDefinition<P>) => ({
  ...definition,
  props: { ...commonNode, ...definition.props },
});

export const edge = <const P extends Shape, const F extends string, const T extends string>(
  definition: EdgeDefinition<P, F, T>,
) => ({
  ...definition,
  moves: definition.moves ?? ([] as readonly Move[]),
  techniques: definition.techniques ?? ([] as readonly string[]),
  props: { ...commonEdge, ...(definition.props ?? ({} as P)) },
});
