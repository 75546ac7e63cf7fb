import type { Edge, Node } from '../entity.ts';
import type { Capability } from '../schema/capability.ts';
import type { EdgeKind, NodeKind } from '../schema/index.ts';

type Known = Pick<Node, 'props'>;

/**
 * Every declared number behind a score. They are beliefs, not measurements: a higher score means
 * more urgent, not a rate of attacks. Change the version with any number.
 */
export const priors = {
  version: '1',

  /** Likelihood that a step of a kind succeeds where its permission is certain; others 1. */
  step: {
    CAN_READ: 0.99,
    CAN_WRITE: 0.99,
    CAN_DELETE: 0.99,
    CAN_INVOKE_MODEL: 0.99,
    CAN_REWRITE: 0.99,
    CAN_WEAKEN: 0.99,
    CAN_BLIND: 0.99,
    CAN_POISON: 0.99,
    CAN_ASSUME: 0.99,
    CAN_EXECUTE_ON: 0.99,
    FEDERATES_TO: 0.99,
    ESCALATES: 0.99,
    TAMPERS: 0.99,
    ADMINISTERS: 0.99,
    CAN_STEAL: 0.95,
  } satisfies Partial<Record<EdgeKind, number>> as Partial<Record<EdgeKind, number>>,
  /** Factor of a permission that depends on a condition nobody knows; once for each condition. */
  conditional: 0.5,
  exploit: {
    /** Listed as exploited: CISA KEV. */
    known: 0.95,
    /** A vulnerability counts with its EPSS, and no lower than this. */
    least: 0.05,
    /** No vulnerability is known; unauthenticated input reaches code that holds an identity. */
    assumed: 0.3,
  },
  /**
   * Upper bound of the rate at which one attempt steers a model, without evidence of better; and
   * how many attempts an attacker has.
   */
  prompt: { successes: 0.95, attempts: 100 },
  /** Chance that planted content is retrieved. */
  retrieved: 0.5,
  /** Chance that a person approves what was planted. */
  approved: 0.2,

  /** Likelihood that somebody holds the start of a path. */
  start: { outside: 1, partner: 0.5, customer: 0.8, inside: 0.5 },

  /** What a leg would be under good practice; a score says how much each leg adds beyond it. */
  goodPractice: { exposure: 0.1, unguarded: 0.3, execution: 0.2, privilege: 0.2, data: 0.1 },

  /** Harm at the end of a path, 0 to 1. */
  impact: {
    kinds: {
      Account: 1,
      OrgUnit: 1,
      SaaSTenant: 0.6,
      Secret: 0.7,
      Credential: 0.5,
      Workload: 0.4,
      Host: 0.6,
      Cluster: 0.7,
      Agent: 0.4,
      McpServer: 0.4,
      ModelEndpoint: 0.4,
      ModelArtifact: 0.5,
      Dataset: 0.5,
      MemoryStore: 0.4,
      PromptTemplate: 0.4,
      Guardrail: 0.5,
      LogSink: 0.5,
      ContainerImage: 0.5,
      Pipeline: 0.5,
    } satisfies Partial<Record<NodeKind, number>> as Partial<Record<NodeKind, number>>,
    /** Of a kind that is not listed. */
    other: 0.2,
    privilege: { admin: 1, high: 0.8, unknown: 0.4, low: 0.3 } as Record<string, number>,
    semantic: {
      payment: 0.8,
      exec: 0.7,
      destructive: 0.7,
      'generic-api': 0.7,
      write: 0.5,
      'net-egress': 0.5,
      unknown: 0.4,
      read: 0.3,
    } as Record<string, number>,
    crownJewel: 1,
    /** Sensitive data: from `least` with a doubtful classification to `most` with a sure one. */
    sensitive: { least: 0.6, most: 0.9, unsaid: 0.67 },
    unclassified: 0.3,
    harmless: 0.1,
    /** Factor outside production, where the environment is named. */
    test: 0.6,
  },
  /** From this impact on an end counts as strong: restricted data, privileged identity, account. */
  strong: 0.7,

  /** How sure a fact is, by its basis. */
  confidence: { validated: 1, observed: 0.95, configured: 0.85, inferred: 0.5 },

  /** Scores of a severity; the lower bound belongs to it, the upper one does not. */
  bands: { critical: [60, 101], high: [30, 60], medium: [10, 30], low: [0, 10] },

  /** Effort of removing an edge, 1 to 5; others 3. What is in use costs more. */
  effort: {
    CAN_READ: 1,
    CAN_WRITE: 1,
    CAN_DELETE: 1,
    CAN_INVOKE_MODEL: 1,
    CAN_REWRITE: 1,
    CAN_WEAKEN: 1,
    CAN_BLIND: 1,
    CAN_POISON: 1,
    CAN_ASSUME: 1,
    CAN_EXECUTE_ON: 1,
    ESCALATES: 1,
    TAMPERS: 1,
    ADMINISTERS: 1,
    REACHES: 2,
    FEDERATES_TO: 2,
    HOLDS: 2,
    QUERIES: 2,
    OPERATES: 2,
    CAN_CALL: 2,
    REVEALS: 2,
    AUTHENTICATES: 2,
    EXPLOITS: 4,
    ROUTES_TO: 4,
    SERVED_BY: 4,
    CONTAINS: 5,
    RUNS_ON: 5,
  } satisfies Partial<Record<EdgeKind, number>> as Partial<Record<EdgeKind, number>>,
  effortOther: 3,
  /** The most that any edge takes. */
  effortMost: 5,
  effortInUse: 2,
  /** What changing a kind of cause costs beyond the edge's effort, because more hangs on it. */
  effortOfCause: {
    route: 2,
    'load-balancer': 2,
    'public-address': 1,
    'network-acl': 1,
    listener: 1,
    code: 1,
  } as Record<string, number>,
  /** What nobody can change: where a thing lies, and what the root of an account may do. */
  fixed: {
    edges: ['CONTAINS'] satisfies EdgeKind[] as EdgeKind[],
    causes: ['root'] as string[],
  },
  /** Nobody but the provider edits its own policies: they can only be detached. */
  effortOfManaged: 2,
  managed: 'arn:aws:iam::aws:policy/',
} as const;

/** Parts of a score, by what a hop yields. */
export type Leg = keyof typeof priors.goodPractice;

export const legOf: Record<Capability, Leg> = {
  R: 'exposure',
  I: 'unguarded',
  U: 'unguarded',
  X: 'execution',
  C: 'privilege',
  A: 'privilege',
  D: 'data',
  W: 'data',
};

const { successes, attempts } = priors.prompt;
const steered = 1 - (1 - successes) ** attempts;

function exploit({ basis, props }: Edge): number {
  const { known, least, assumed } = priors.exploit;
  if (props['kev'] === true) return known;
  if (typeof props['epss'] === 'number') return Math.min(Math.max(props['epss'], least), known);
  return basis === 'inferred' ? assumed : least;
}

function certain(edge: Edge, to: Known): number {
  switch (edge.kind) {
    case 'EXPLOITS':
      return exploit(edge);
    case 'PROMPTS':
    case 'DELEGATES_TO':
      return steered;
    case 'FEEDS':
      return steered * priors.retrieved;
    case 'CAN_CALL':
      return edge.props['approval'] === true || to.props['approval'] === true ? priors.approved : 1;
    default:
      return priors.step[edge.kind] ?? 1;
  }
}

/**
 * Likelihood that taking an edge succeeds, 0 to 1 (domain model, path score). A guardrail without
 * evidence of its own lowers nothing.
 */
export const probability = (edge: Edge, _from: Known, to: Known): number =>
  certain(edge, to) * (edge.conditional ? priors.conditional : 1);
