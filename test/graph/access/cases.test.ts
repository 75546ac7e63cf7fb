import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resolveAccess, type AccessQuery } from '../../../graph/access/aws/resolve.ts';
import { View } from '../../../graph/view.ts';
import { edge, node } from '../derive/derived.ts';

/** Cases of one page of AWS's documentation: what exists, and what is asked. */
interface Page {
  page: string;
  title: string;
  nodes: { kind: Parameters<typeof node>[0]; uid: string; props: Record<string, unknown> }[];
  edges: { kind: Parameters<typeof edge>[0]; from: string; to: string; props?: object }[];
  cases: (AccessQuery & {
    say: string;
    verdict: string;
    conditions?: string[];
    because?: object[];
  })[];
}

const folder = new URL('./cases/', import.meta.url);
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Page);

describe.each(pages)('$title ($page)', ({ nodes, edges, cases }) => {
  const view = new View(
    nodes.map(({ kind, uid, props }) => node(kind, uid, props)),
    edges.map(({ kind, from, to, props }) => edge(kind, from, to, { ...props })),
  );
  test.each(cases)('$say: $verdict', ({ verdict, conditions, because, ...query }) => {
    const answer = resolveAccess(view, query);
    expect(answer.verdict).toBe(verdict);
    if (conditions) expect(answer.conditions).toEqual(conditions);
    if (because?.length === 0) expect(answer.because).toEqual([]);
    for (const ground of because ?? [])
      expect(answer.because).toContainEqual(expect.objectContaining(ground));
  });
});

test('cases are many, and each page is named once', () => {
  expect(pages.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(400);
  for (const { page } of pages) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});
