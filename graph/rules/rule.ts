import { z } from 'zod';
import { severities } from '../findings/finding.ts';
import { capabilityOrder } from '../schema/capability.ts';
import { frameworkIds, frameworkOf, type FrameworkId } from './frameworks.ts';
import { frontMatter } from './front-matter.ts';

const line = z.string().trim().min(1);

const frameworkTags = z.strictObject(
  Object.fromEntries(
    frameworkIds.map((id) => {
      const { name, id: form } = frameworkOf(id);
      return [id, z.array(z.string().regex(form, `not an id of ${name}`)).optional()];
    }),
  ) as Record<FrameworkId, z.ZodOptional<z.ZodArray<z.ZodString>>>,
);

const header = z.strictObject({
  id: z.string().regex(/^[A-Z]{2,4}-\d{2,3}$/, 'expected letters, a dash and a number'),
  title: line,
  /** What holds where it finds nothing; rules with the same sentence make one claim together. */
  claim: line.optional(),
  severity: z.enum(severities),
  /** Why the combination is toxic, in a sentence or two. */
  because: line,
  /** Its conditions in a word or two each. */
  legs: z.array(line).min(2),
  frameworks: frameworkTags,
  /** A query whose column `n` counts what the rule speaks about. */
  of: line,
  /** What to do, the cheapest cut first. */
  fix: line,
  /** A Cypher pattern for which the rule fires once. */
  example: line,
  /** Changes of the example, each of which silences the rule. */
  safe: z.array(line).min(1),
  /** `required`: a row counts only if a capability-sound path runs through its steps. */
  path: z.enum(['required', 'none']).default('required'),
  /** What the attacker holds at the last step; default: what counts as arriving at its kind. */
  arrive: z.array(z.enum(capabilityOrder as [string, ...string[]])).optional(),
});

type Header = z.infer<typeof header>;

/** One toxic combination, as its file declares it. */
export interface Rule extends Omit<Header, 'arrive' | 'claim'> {
  claim?: string;
  arrive?: readonly (typeof capabilityOrder)[number][];
  /** Name of its file. */
  file: string;
  /** Plain Cypher with the columns `entry`, `target` and `steps`. */
  query: string;
}

const fields = [...Object.keys(header.shape), ...frameworkIds];

/**
 * Reads a rule file: YAML front matter in its opening block comment, then Cypher. Throws
 * RULE_INVALID, which names the file, the field and the value.
 */
export function parseRule(file: string, text: string): Rule {
  const read = frontMatter(file, text, header, fields);
  return { ...(read.header as Omit<Rule, 'file' | 'query'>), file, query: read.query };
}
