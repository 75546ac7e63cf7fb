import type { Node } from '../entity.ts';
import type { NodeKind } from '../schema/index.ts';
import { classification, type Classification } from '../schema/nodes/data.ts';
import { fromName, fromTags, isCrownJewel, strongest } from '../sensitivity/classify.ts';
import { copied, threshold } from '../sensitivity/table.ts';
import { nameOf, type View } from '../view.ts';
import { derivation } from './derivation.ts';

const kinds = [
  'DataStore',
  'Secret',
  'KnowledgeBase',
  'Dataset',
] as const satisfies readonly NodeKind[];

const isRecord = (value: unknown): value is Record<string, string> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Sources of this derivation's own words, which it must not read back. */
const own = /^(tag|name|kind|copy of) /;

/** What others found in the data, such as Macie. */
function found({ props }: Node): Classification[] {
  const all = Array.isArray(props['classifications']) ? props['classifications'] : [];
  return all.flatMap((one) => {
    const { data } = classification.safeParse(one);
    return data && !own.test(data.source ?? '') ? [data] : [];
  });
}

/** Secrets are sensitive by what they are for; a plain parameter is configuration. */
function byKind({ kind, props }: Node): Classification[] {
  const plain = props['type'] === 'ssm-parameter' && props['secure'] !== true;
  return kind === 'Secret' && !plain
    ? [{ type: 'secret', basis: 'declared', confidence: 1, source: 'kind Secret' }]
    : [];
}

/** Stores whose content something holds a copy of: what a knowledge base ingests, a dataset's bucket. */
function origins(view: View, { uid, kind }: Node): string[] {
  const ingested = view.in(uid, 'INGESTED_BY').map(({ from }) => from);
  const lies = kind === 'Dataset' ? view.out(uid, 'STORES_IN').map(({ to }) => to) : [];
  const holds = view
    .in(uid, 'STORES_IN')
    .map(({ from }) => from)
    .filter((from) => view.node(from)?.kind === 'KnowledgeBase');
  return [...ingested, ...lies, ...holds];
}

function classify(view: View, node: Node, seen: ReadonlySet<string> = new Set()): Classification[] {
  const tags = isRecord(node.props['tags']) ? node.props['tags'] : {};
  const here = [...found(node), ...byKind(node), ...fromTags(tags), ...fromName(nameOf(node))];
  const inherited = origins(view, node).flatMap((uid) => {
    const origin = view.node(uid);
    if (!origin || seen.has(uid)) return [];
    return classify(view, origin, new Set([...seen, node.uid]))
      .filter(({ basis }) => basis !== 'name')
      .map((one) => ({
        ...one,
        confidence: Math.round(one.confidence * copied * 100) / 100,
        source: `copy of ${uid}`,
      }));
  });
  return strongest([...here, ...inherited]);
}

const mine = (all: readonly Classification[]) => all.filter(({ source }) => own.test(source ?? ''));

/**
 * What data is sensitive, and why: tags, what scanners found, what a secret is for, and names, which
 * are weak evidence; data that was copied is what it was before.
 */
export default derivation({
  name: 'data-sensitivity',
  doc: 'Classifies stores, secrets, knowledge bases and datasets.',
  after: [],
  reads: { nodes: kinds, edges: ['INGESTED_BY', 'STORES_IN'] },
  index: (view) => view,
  *subjects(view) {
    for (const kind of kinds) for (const { uid } of view.nodesOf(kind)) yield uid;
  },
  derive(uid, view, emit) {
    const node = view.node(uid);
    if (!node) return;
    const all = classify(view, node);
    const sensitive = all.some(({ confidence }) => confidence >= threshold);
    const tags = isRecord(node.props['tags']) ? node.props['tags'] : {};
    const classifications = mine(all);
    if (classifications.length === 0 && !sensitive) return;
    const props = { classifications, ...(sensitive && { sensitive }) };
    const jewel = isCrownJewel(tags) && { crownJewel: true };
    if (node.kind === 'DataStore' || node.kind === 'Secret')
      emit.add(node.kind, uid, { ...props, ...jewel });
    else if (node.kind === 'KnowledgeBase' || node.kind === 'Dataset')
      emit.add(node.kind, uid, props);
  },
});
