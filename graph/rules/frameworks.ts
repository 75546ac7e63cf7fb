/** A body of requirements or techniques that rules are evidence for; never proof of compliance. */
interface Framework {
  name: string;
  /** What an id looks like. */
  id: RegExp;
  /** From when it binds, where that is not now. */
  applies?: string;
}

/** The frameworks that rules may name. Titles of their entries are in `control-titles.ts`. */
export const frameworks = {
  'owasp-llm': { name: 'OWASP Top 10 for LLM Applications 2025', id: /^LLM(0[1-9]|10)$/ },
  asi: { name: 'OWASP Top 10 for Agentic Applications 2026', id: /^ASI(0[1-9]|10)$/ },
  'owasp-nhi': { name: 'OWASP Non-Human Identities Top 10 2025', id: /^NHI([1-9]|10)$/ },
  atlas: { name: 'MITRE ATLAS 5.6', id: /^AML\.T\d{4}(\.\d{3})?$/ },
  attack: { name: 'MITRE ATT&CK v18', id: /^T\d{4}(\.\d{3})?$/ },
  'nist-ai-rmf': {
    name: 'NIST AI Risk Management Framework 1.0',
    id: /^(GOVERN|MAP|MEASURE|MANAGE) \d\.\d{1,2}$/,
  },
  'eu-ai-act': {
    name: 'Regulation (EU) 2024/1689 (AI Act)',
    id: /^Art\. \d+$/,
    applies:
      'high-risk systems from 2 December 2027 (Annex III) and 2 August 2028 (Annex I), as ' +
      'adopted on 29 June 2026; publication in the Official Journal is not confirmed',
  },
  'iso-42001': { name: 'ISO/IEC 42001:2023 Annex A', id: /^A\.\d+\.\d+(\.\d+)?$/ },
} as const satisfies Record<string, Framework>;

export type FrameworkId = keyof typeof frameworks;

export const frameworkIds = Object.keys(frameworks) as FrameworkId[];

export const frameworkOf = (id: FrameworkId): Framework => frameworks[id];
