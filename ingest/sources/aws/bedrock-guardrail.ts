import { z } from 'zod';
import type { PropsOf } from '../../../graph/schema/index.ts';
import type { Answer } from './answer.ts';

/** Uid of a guardrail: its ARN. Its version is a property of who uses it. */
export const guardrailUid = (answer: Answer, identifier: string): string =>
  identifier.startsWith('arn:')
    ? identifier.replace(/(:guardrail\/[^:]+):.*$/, '$1')
    : answer.arn('bedrock', `guardrail/${identifier}`);

/**
 * Orders what the versions of a guardrail say of it: the newest published one speaks, the draft only
 * where there is no other. Merging takes the claim whose subject comes first.
 */
export const versionRank = (version: string): string =>
  /^\d{1,8}$/.test(version) ? String(10 ** 8 - Number(version)).padStart(9, '0') : 'draft';

const side = {
  inputAction: z.string().nullish(),
  outputAction: z.string().nullish(),
  inputEnabled: z.boolean().nullish(),
  outputEnabled: z.boolean().nullish(),
};
const list = <S extends z.ZodRawShape>(shape: S) =>
  z.array(z.looseObject({ ...side, ...shape })).nullish();

/** The policies of a guardrail, as Bedrock's GetGuardrail gives them. */
export const guardrailPolicies = {
  contentPolicy: z
    .looseObject({
      filters: list({
        type: z.string(),
        inputStrength: z.string().nullish(),
        outputStrength: z.string().nullish(),
      }),
    })
    .nullish(),
  topicPolicy: z.looseObject({ topics: list({ name: z.string() }) }).nullish(),
  wordPolicy: z
    .looseObject({
      words: list({ text: z.string() }),
      managedWordLists: list({ type: z.string() }),
    })
    .nullish(),
  sensitiveInformationPolicy: z
    .looseObject({
      piiEntities: list({ type: z.string(), action: z.string().nullish() }),
      regexes: list({ name: z.string(), action: z.string().nullish() }),
    })
    .nullish(),
  contextualGroundingPolicy: z
    .looseObject({
      filters: list({
        type: z.string(),
        threshold: z.number(),
        action: z.string().nullish(),
        enabled: z.boolean().nullish(),
      }),
    })
    .nullish(),
};

type Policies = z.infer<z.ZodObject<typeof guardrailPolicies>>;

interface Rule {
  name: string;
  /** What it does to what goes in and to what comes out; null where it does not look. */
  input: string | null;
  output: string | null;
}

interface Side {
  inputAction?: string | null | undefined;
  outputAction?: string | null | undefined;
  inputEnabled?: boolean | null | undefined;
  outputEnabled?: boolean | null | undefined;
}

/** An action that is not given is BLOCK, and a side that is not given is on (API reference). */
const rule = (name: string, of: Side, fallback = 'BLOCK'): Rule => ({
  name,
  input: of.inputEnabled === false ? null : (of.inputAction ?? fallback),
  output: of.outputEnabled === false ? null : (of.outputAction ?? fallback),
});

const unless = (strength: string | null | undefined, action: string | null) =>
  strength === 'NONE' || !strength ? null : action === 'NONE' ? 'NONE' : strength;

function rulesOf(of: Policies): Rule[] {
  const content = (of.contentPolicy?.filters ?? []).map((filter) => {
    const { name, input, output } = rule(filter.type, filter);
    return {
      name,
      input: unless(filter.inputStrength, input),
      output: unless(filter.outputStrength, output),
    };
  });
  const sensitive = of.sensitiveInformationPolicy;
  return [
    ...content,
    ...(of.topicPolicy?.topics ?? []).map((topic) => rule(`topic ${topic.name}`, topic)),
    ...(of.wordPolicy?.managedWordLists ?? []).map((words) => rule(`words ${words.type}`, words)),
    ...(of.wordPolicy?.words?.slice(0, 1) ?? []).map((word) => rule('words of your own', word)),
    ...(sensitive?.piiEntities ?? []).map((entity) =>
      rule(`PII ${entity.type}`, entity, entity.action ?? undefined),
    ),
    ...(sensitive?.regexes ?? []).map((pattern) =>
      rule(`pattern ${pattern.name}`, pattern, pattern.action ?? undefined),
    ),
    ...(of.contextualGroundingPolicy?.filters ?? [])
      .filter(({ enabled }) => enabled !== false)
      .map(({ type, threshold, action }) => ({
        name: type,
        input: null,
        output: action === 'NONE' ? 'NONE' : String(threshold),
      })),
  ];
}

/** What a guardrail filters, on which side, and whether it blocks or only detects. */
export function guardrailProps(of: Policies): PropsOf<'Guardrail'> {
  const rules = rulesOf(of);
  const actions = rules.flatMap(({ input, output }) => [input, output]).filter((a) => a !== null);
  const text = ({ input, output }: Rule) =>
    [input === null ? '' : `input ${input}`, output === null ? '' : `output ${output}`]
      .filter(Boolean)
      .join(', ') || 'off';
  return {
    policies: Object.fromEntries(rules.map((each) => [each.name, text(each)])),
    mode:
      actions.length === 0 ? 'unknown' : actions.every((a) => a === 'NONE') ? 'detect' : 'block',
    appliesTo: [
      ...(rules.some(({ input }) => input !== null) ? ['input'] : []),
      ...(rules.some(({ output }) => output !== null) ? ['output'] : []),
    ],
  };
}
