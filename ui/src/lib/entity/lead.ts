import type { Capability } from '../../../../graph/schema/capability.ts';
import { nodeKinds, type NodeKind } from '../../../../graph/schema/index.ts';
import { severityOrder, type Severity } from '../severity.ts';
import { listed, several } from '../text/format.ts';

/** What a search from an entity, or towards it, came to. */
export interface Span {
  total: number;
  sensitive: number;
  truncated: string | null;
  byKind: readonly { kind: NodeKind; count: number }[];
  byCapability: readonly { capability: Capability; count: number }[];
}

/** What the sentence about an entity rests on. A search that has not answered is undefined. */
export interface Known {
  kind: NodeKind;
  stub: boolean;
  sensitive: boolean | null;
  findings: { total: number; severities: readonly Severity[] };
  forward: Span | undefined;
  backward: Span | undefined;
}

/** What an attacker does with a capability at so many entities; reach and influence are means. */
const doings: Partial<Record<Capability, (count: number) => string>> = {
  X: (count) => `runs code in ${count}`,
  C: (count) => `takes ${several(count, 'credential')}`,
  D: (count) => `reads the data of ${count}`,
  W: (count) => `writes the data of ${count}`,
  A: (count) => `administers ${count}`,
};

/** Name of a kind within a sentence: acronyms stay as they are. */
export const inSentence = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

const whole = ({ truncated }: Span) => (truncated === null ? '' : 'at least ');

function onward(kind: NodeKind, forward: Span): string {
  const label = inSentence(nodeKinds[kind].label);
  const holder =
    kind === 'Internet'
      ? 'Anyone on the internet'
      : kind === 'Agent'
        ? 'If this agent is hijacked, the attacker'
        : `From this ${label} an attacker`;
  if (forward.total === 0) return `${holder} gets no further by any known way`;
  const does = forward.byCapability.flatMap(({ capability, count }) =>
    count > 0 ? (doings[capability]?.(count) ?? []) : [],
  );
  const sensitive = forward.sensitive > 0 ? `, ${forward.sensitive} sensitive` : '';
  const reach = `reaches ${whole(forward)}${several(forward.total, 'entity', 'entities')}`;
  return `${holder} ${reach}${sensitive}${does.length > 0 ? `: ${listed(does)}` : ''}`;
}

function inward(backward: Span): string {
  if (backward.total === 0) return 'Nothing known leads here';
  const internet = backward.byKind.some(({ kind }) => kind === 'Internet');
  const many = `${whole(backward)}${several(backward.total, 'entity leads', 'entities lead')} here`;
  if (!internet) return `${many}, the internet not among them`;
  return backward.total === 1 ? 'The internet leads here' : `${many}, the internet among them`;
}

function crossing({ total, severities }: Known['findings']): string {
  const worst = severityOrder.find((severity) => severities.includes(severity));
  if (total === 0 || worst === undefined) return 'No open finding crosses it';
  const worstOf = total === 1 ? worst : `the worst ${worst}`;
  return `${several(total, 'open finding crosses', 'open findings cross')} it, ${worstOf}`;
}

/**
 * What an entity is to an attacker, in sentences. What nothing describes is said to be unknown, and
 * so is whether data is sensitive where no source says.
 */
export function leadOf(known: Known): string[] {
  const { kind, stub, sensitive, findings, forward, backward } = known;
  const label = inSentence(nodeKinds[kind].label);
  const said: string[] = [];
  if (stub)
    said.push(`No record describes this ${label}: others only refer to it, so all else is unknown`);
  if (nodeKinds[kind].plane === 'data' && kind !== 'ResourceSet' && !stub)
    said.push(
      sensitive === null
        ? 'Whether its data is sensitive is unknown'
        : `Its data counts as ${sensitive ? 'sensitive' : 'not sensitive'}`,
    );
  const aim = nodeKinds[kind].plane === 'data';
  if (forward && (forward.total > 0 || (!stub && !aim))) said.push(onward(kind, forward));
  if (backward && kind !== 'Internet') said.push(inward(backward));
  said.push(crossing(findings));
  return said;
}
