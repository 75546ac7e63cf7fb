import type { EvidenceItem } from '../entity.ts';
import type { Path } from '../projection/search.ts';

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** How real a path is, least to most (domain model: path state). */
export const pathStates = [
  'theoretical',
  'partly-observed',
  'exercised',
  'active',
  'validated',
] as const;
export type PathState = (typeof pathStates)[number];

/** One summand of a score; the terms of a finding add up to its score. */
export interface ScoreTerm {
  name: string;
  /** Whole points; a negative one holds the score to the band of its severity. */
  points: number;
  say: string;
}

/** The record that opened or closed a finding. */
export interface Transition {
  status: 'opened' | 'closed' | 'reopened';
  /** Milliseconds since 1970, at the source. */
  at: number;
  /** When it was noticed here: a record may come long after what it tells. */
  noticedAt: number;
  record: string;
  source: string;
  actor?: string;
  /** What changed, in words. */
  say: string;
}

/** What is known at once of how to close a finding; the smallest cut is looked for when asked. */
export interface Fix {
  say: string;
  /** Ids of the causes to change; empty where the fix is not one of configuration. */
  causes: string[];
  /** Edge without which no path is left; null where there is none, and the rule only advises. */
  edge: string | null;
}

/** One rule true for one entry and one target. */
export interface Finding {
  /** Stable: hash of rule, entry and target. */
  id: string;
  rule: string;
  title: string;
  severity: Severity;
  status: 'open' | 'closed';
  state: PathState;
  /** 0 to 100, whole. */
  score: number;
  terms: ScoreTerm[];
  /** Least certain basis on the path, 0 to 1. */
  confidence: number;
  entry: string;
  target: string;
  /** Nodes in attacker order, as the rule names them. */
  steps: string[];
  /** Null for a posture rule, which needs no path. */
  path: Path | null;
  /**
   * Ways, each by other steps, that the rule found from entry to target and a path confirms, up to a
   * bound. Several paths may run along one.
   */
  variants: number;
  /** The path in sentences, one a hop. */
  sentences: string[];
  /** MITRE ATT&CK, MITRE ATLAS and OWASP ASI ids, a list for each hop. */
  techniques: string[][];
  legs: string[];
  frameworks: Record<string, string[]>;
  fix: Fix;
  history: Transition[];
  evidence: EvidenceItem[];
  /** Uids of nodes and ids of edges that it rests on: its path, and holders of its causes. */
  restsOn: string[];
  /** What could not be decided, in words. */
  unknown: string[];
}
