import { expect, test } from 'vitest';
import { schemaPage } from '../../docs/schema-page.ts';
import { edgeKindNames, edgeKinds, isNodeKind, movesOf } from '../../graph/schema/index.ts';
import { expectGolden } from '../golden.ts';

test('the schema page is current', () => {
  expectGolden('docs/schema.md', schemaPage());
});

test('edges join kinds that exist, and conditions of moves name their own ends', () => {
  for (const kind of edgeKindNames) {
    const from: readonly string[] = edgeKinds[kind].from;
    const to: readonly string[] = edgeKinds[kind].to;
    expect(
      [...from, ...to].filter((end) => !isNodeKind(end)),
      kind,
    ).toEqual([]);
    for (const [, , when] of movesOf(kind)) {
      if (when?.fromKind) expect(from, kind).toContain(when.fromKind);
      if (when?.toKind) expect(to, kind).toContain(when.toKind);
    }
  }
});

test('no path runs through a foundation model or a guardrail', () => {
  const through = (kind: string) =>
    edgeKindNames.filter(
      (edge) =>
        movesOf(edge).length > 0 && (edgeKinds[edge].from as readonly string[]).includes(kind),
    );
  expect(through('Model')).toEqual([]);
  expect(through('ModelEndpoint')).toEqual(['RUNS_ON']);
  expect(through('Guardrail')).toEqual([]);
});
