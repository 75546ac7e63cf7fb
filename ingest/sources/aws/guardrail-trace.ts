/**
 * What an assessment of a Bedrock guardrail found, the gravest first (Bedrock API Reference,
 * `GuardrailAssessment`): where it stands, and the class of signal that it is.
 */
const policies = [
  ['contentPolicy', 'filters', (type: string) => contentClass(type)],
  ['sensitiveInformationPolicy', 'piiEntities', () => 'sensitive-data'],
  ['sensitiveInformationPolicy', 'regexes', () => 'sensitive-data'],
  ['topicPolicy', 'topics', () => 'denied-topic'],
  ['wordPolicy', 'customWords', () => 'denied-word'],
  ['wordPolicy', 'managedWordLists', () => 'denied-word'],
  ['contextualGroundingPolicy', 'filters', () => 'ungrounded-answer'],
] as const;

const contentClass = (type: string) =>
  type === 'PROMPT_ATTACK' ? 'direct-prompt-injection' : 'harmful-content';

/** One thing that a guardrail detected; never the text in which it did. */
export interface Detection {
  guardrail: string;
  class: string;
  /** As Bedrock names it, e.g. `PROMPT_ATTACK`, `VIOLENCE`, `EMAIL`. */
  type: string;
  /** `BLOCKED`, `ANONYMIZED` or `NONE`. */
  action: string;
  confidence?: string;
  of: 'input' | 'output';
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const textOr = (value: unknown, otherwise: string) =>
  typeof value === 'string' ? value : otherwise;
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];

function* detections(guardrail: string, of: Detection['of'], assessment: unknown) {
  if (!isObject(assessment)) return;
  for (const [policy, list, classOf] of policies) {
    const entry = assessment[policy];
    for (const found of isObject(entry) ? listOf(entry[list]) : []) {
      if (!isObject(found)) continue;
      const action = textOr(found['action'], 'NONE');
      if (found['detected'] === false || (found['detected'] === undefined && action === 'NONE'))
        continue;
      const type = textOr(found['name'], textOr(found['type'], policy));
      const confidence = found['confidence'];
      const detection: Detection = { guardrail, class: classOf(type), type, action, of };
      yield typeof confidence === 'string' ? { ...detection, confidence } : detection;
    }
  }
}

/** Assessments by guardrail id, each one or a list. */
function* ofSide(assessments: unknown, of: Detection['of']): Generator<Detection> {
  for (const byGuardrail of listOf(assessments))
    if (isObject(byGuardrail))
      for (const [guardrail, found] of Object.entries(byGuardrail))
        for (const assessment of listOf(found)) yield* detections(guardrail, of, assessment);
}

/**
 * What the guardrail trace in an answer of Converse or InvokeModel says, and whether it intervened.
 * A streamed answer is a list of parts.
 */
export function guardrailTrace(body: unknown): { intervened: boolean; detections: Detection[] } {
  const found: Detection[] = [];
  let intervened = false;
  for (const part of listOf(body)) {
    if (!isObject(part)) continue;
    const message = isObject(part['messageStop']) ? part['messageStop'] : part;
    intervened ||=
      message['stopReason'] === 'guardrail_intervened' ||
      part['amazon-bedrock-guardrailAction'] === 'INTERVENED';
    const metadata = isObject(part['metadata']) ? part['metadata'] : part;
    for (const trace of [metadata['trace'], part['amazon-bedrock-trace']]) {
      const guardrail = isObject(trace) ? trace['guardrail'] : undefined;
      if (!isObject(guardrail)) continue;
      found.push(...ofSide(guardrail['inputAssessment'] ?? guardrail['input'], 'input'));
      found.push(...ofSide(guardrail['outputAssessments'] ?? guardrail['outputs'], 'output'));
    }
  }
  return { intervened, detections: found };
}

const order = ['direct-prompt-injection', 'harmful-content', 'sensitive-data'];
const rank = ({ class: kind }: Detection) => {
  const at = order.indexOf(kind);
  return at < 0 ? order.length : at;
};

/** The gravest of several detections. */
export const gravest = (found: readonly Detection[]): Detection | undefined =>
  [...found].sort((a, b) => rank(a) - rank(b))[0];
