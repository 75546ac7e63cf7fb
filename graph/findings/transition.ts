import { isDeepStrictEqual } from 'node:util';
import { edgeKinds, isEdgeKind } from '../schema/index.ts';
import { nameOf } from '../view.ts';
import type { Changes } from '../workspace.ts';
import type { Population } from './evaluate.ts';
import type { Finding, Transition } from './finding.ts';
import { fill } from './narrate.ts';

export interface Turned {
  /** Every finding, open and closed, by id. */
  all: Finding[];
  /** Those that differ from before, and so must be written. */
  changed: Finding[];
  /** Those that opened, for the first time or again. */
  opened: Finding[];
  closed: Finding[];
}

export interface TransitionOptions {
  /** A rule that did not run to its end closes nothing. */
  populations?: ReadonlyMap<string, Pick<Population, 'truncated'>>;
  /** What people call a node; by its id alone if not given, or where it is gone. */
  name?: (uid: string) => string;
}

const byId = (uid: string) => nameOf({ uid, props: {} });

/** What a change of a node or an edge says. */
function wordsOf(id: string, name: (uid: string) => string): string {
  const [kind = '', from = '', to = ''] = id.split('|');
  const named = (uid: string) => ({ uid, props: { name: name(uid) } });
  return isEdgeKind(kind)
    ? fill(edgeKinds[kind].say, named(from), named(to))
    : `the configuration of ${name(id)}`;
}

type Change = [id: string, change: Changes['by'] extends Map<string, infer C> ? C : never];

/** What was collected before what we derived, then the newest. */
const compareBlame = (a: Change, b: Change) =>
  Number(isDerived(a)) - Number(isDerived(b)) || b[1].at - a[1].at;

const isDerived = ([, { evidence }]: Change) =>
  evidence.source.startsWith('derive/') || evidence.source.startsWith('rules/');

/**
 * The claims behind several changes. Of one entity the newest counts, but what was collected
 * before what we derived from it.
 */
export function blameOf(changes: readonly Changes[]): Changes['by'] {
  const by: Changes['by'] = new Map();
  for (const [id, change] of changes.flatMap((one) => [...one.by])) {
    const known = by.get(id);
    if (!known || compareBlame([id, change], [id, known]) < 0) by.set(id, change);
  }
  return by;
}

/** The newest record among those that changed what a finding rests on; derived ones count last. */
function newest(restsOn: readonly string[], by: Changes['by']): Change | undefined {
  const changes = restsOn.flatMap((id): Change[] => {
    const change = by.get(id);
    return change ? [[id, change]] : [];
  });
  return changes.sort((a, b) => compareBlame(a, b) || (a[0] < b[0] ? -1 : 1))[0];
}

/** The turn of a finding, with the record behind it; without one, the newest of its evidence. */
function turn(
  status: Transition['status'],
  finding: Finding,
  { by, at, name }: { by: Changes['by']; at: number; name: (uid: string) => string },
): Transition {
  const change = newest(finding.restsOn, by);
  const turned = { status, noticedAt: at };
  const opens = status !== 'closed';
  const known = finding.evidence.find(({ mode }) => mode === 'state') ?? finding.evidence[0];
  if (change && !(opens && known && isDerived(change))) {
    const [id, { evidence, at: when }] = change;
    const { source, record, actor } = evidence;
    const say = `${opens ? 'changed' : 'changed or gone'}: ${wordsOf(id, name)}`;
    return { ...turned, at: when, record, source, ...(actor !== undefined && { actor }), say };
  }
  if (opens && known) {
    const { source, record, actor } = known;
    const say = 'the newest record that it rests on';
    return { ...turned, at: known.at, record, source, ...(actor !== undefined && { actor }), say };
  }
  const source = `rules/${finding.rule}`;
  return { ...turned, at, record: finding.rule, source, say: 'the rule was evaluated anew' };
}

const add = (finding: Finding, history: Transition[], transition: Transition): Finding => ({
  ...finding,
  status: transition.status === 'closed' ? 'closed' : 'open',
  history: [...history, transition],
});

const sameAs = (a: Finding, b: Finding) => a.status === b.status && isDeepStrictEqual(a, b);

/** Of findings with their history, what was found: found again as it was, nothing differs. */
const foundAs = new WeakMap<Finding, Finding>();

/**
 * Compares what was found before with what is found now, and gives each finding its history: what
 * opened, closed or reopened it and by which record. The first one of a history stays. `by` are
 * the claims behind what changed since; `at` is now, in milliseconds since 1970.
 */
export function transition(
  previous: readonly Finding[],
  current: readonly Finding[],
  by: Changes['by'],
  at: number,
  { populations = new Map(), name = byId }: TransitionOptions = {},
): Turned {
  const why = { by, at, name };
  const before = new Map(previous.map((finding) => [finding.id, finding]));
  const now = new Set(current.map(({ id }) => id));
  const turned: Turned = { all: [], changed: [], opened: [], closed: [] };
  const keep = (finding: Finding, known: Finding | undefined) => {
    turned.all.push(finding);
    if (!known || !sameAs(finding, known)) turned.changed.push(finding);
    return finding;
  };
  for (const finding of current) {
    const known = before.get(finding.id);
    if (known?.status === 'open') {
      if (foundAs.get(known) === finding) turned.all.push(known);
      else foundAs.set(keep({ ...finding, history: known.history }, known), finding);
      continue;
    }
    const status = known ? 'reopened' : 'opened';
    const opened = add(finding, known?.history ?? [], turn(status, finding, why));
    foundAs.set(opened, finding);
    turned.opened.push(keep(opened, known));
  }
  for (const known of previous) {
    if (now.has(known.id)) continue;
    const undecided = (populations.get(known.rule)?.truncated ?? null) !== null;
    if (known.status === 'closed' || undecided) keep(known, known);
    else turned.closed.push(keep(add(known, known.history, turn('closed', known, why)), known));
  }
  turned.all.sort((a, b) => (a.id < b.id ? -1 : 1));
  return turned;
}
