import type { NodeKind } from '../../schema/index.ts';
import type { On } from './effect.ts';

/** What of something that runs as another identity an action may set. */
export type Aspect = 'code' | 'configuration' | 'command' | 'input' | 'trust';

/** A kind of resource that runs as an identity which it was given: each row adds its techniques. */
export interface RunsAs {
  /** IAM prefix and resource type, as the Service Authorization Reference names them. */
  type: readonly [service: string, name: string];
  /** How actions name it, after the verb. */
  nouns: readonly string[];
  /** The field that says as whom it runs. */
  identity: string;
  /** Who takes a role that is given; absent where making it gives none. */
  taker?: string;
  /** The role reaches it in an instance profile. */
  profile?: true;
  /** Verbs that make one, where others than those of every service. */
  madeBy?: readonly string[];
  /** What comes after making it until it runs: of the alternatives, all actions of one. */
  made?: readonly (readonly string[])[];
  /** The same after changing it. */
  changed?: readonly (readonly string[])[];
  /** A change gives it the role anew. */
  passedAnew?: true;
  /** Cluster of this form, which must exist. */
  cluster?: string;
  /** Verbs by which what runs takes something, and what else that needs. */
  takes?: { by: readonly string[]; also?: readonly string[] };
  /** What parts of it set, by their names in actions, beside those of every service. */
  parts?: Readonly<Record<string, Aspect>>;
  /** Resource types on which the same action is checked as well. */
  beside?: readonly string[];
  /** Actions that change nothing of what runs. */
  spares?: readonly string[];
  /** Where the graph holds those that exist. */
  node?: { kind: NodeKind; suffix?: string; on?: On; except?: Readonly<Record<string, unknown>> };
}
