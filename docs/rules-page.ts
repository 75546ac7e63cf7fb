import { frameworkIds, frameworks } from '../graph/rules/frameworks.ts';
import type { Rule } from '../graph/rules/rule.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
const anchor = ({ id, title }: Rule) =>
  `${id} ${title}`
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');

const row = (rule: Rule) => {
  const kind = rule.path === 'none' ? 'posture' : 'path';
  return `| [${rule.id}](#${anchor(rule)}) | ${cell(rule.title)} | ${rule.severity} | ${kind} |`;
};

const tags = (rule: Rule) =>
  frameworkIds
    .filter((id) => rule.frameworks[id]?.length)
    .map((id) => `- ${frameworks[id].name}: ${rule.frameworks[id]?.join(', ')}`)
    .join('\n');

const confirmedBy = ({ path, arrive }: Rule) => {
  if (path === 'none') return 'the query alone (posture)';
  const arriving = arrive ? `, arriving with ${arrive.join(' or ')}` : '';
  return `a capability-sound path through the steps${arriving}`;
};

const section = (rule: Rule) => `## ${rule.id} ${rule.title}

${rule.severity}. ${cell(rule.because)}

- Conditions: ${rule.legs.join('; ')}
- Confirmed by: ${confirmedBy(rule)}
- Fix: ${cell(rule.fix)}

The example fires once; it is silent without any one edge, and after any one of the changes:

\`\`\`cypher
${rule.example}

${rule.safe.map((change) => change.trim()).join('\n')}
\`\`\`

Population: \`${cell(rule.of)}\`

Evidence for:

${tags(rule)}
`;

/** The catalogue of rules as a page of Markdown, made from the headers of the rule files. */
export const rulesPage = (
  rules: readonly Rule[],
): string => `<!-- Made from cypher/rules; do not edit. UPDATE=1 npm test writes it anew. -->

# Rules

${rules.length} toxic combinations. What a rule is and how to add one is in
[Write a rule](write-a-rule.md). The severity is what the rule declares: an untrusted start with a
strong end raises a finding to critical, an uncertain hop lowers it by one. Entries of frameworks
say what a finding is evidence for; none says that anything complies.

| rule | combination | severity | kind |
|---|---|---|---|
${rules.map(row).join('\n')}

${rules.map(section).join('\n')}`;
