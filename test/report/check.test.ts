import { expect, test } from 'vitest';
import type { Path } from '../../graph/projection/search.ts';
import { View } from '../../graph/view.ts';
import { checkOf } from '../../report/check.ts';
import { checkMarkdown } from '../../report/check-markdown.ts';

const path = (likelihood: number) => ({ likelihood, hops: [] }) as unknown as Path;
const nothing = { opened: [], closed: [], changed: [] };

function checked(changed: { before: Path; after: Path }[]) {
  const view = new View();
  const facts = { nodes: nothing, edges: nothing, findings: nothing, view };
  const answer = { ...facts, paths: { ...nothing, changed } };
  return checkOf(answer as unknown as Parameters<typeof checkOf>[0], {
    ...{ subject: 'plan.json', failOn: null, unresolved: [], before: view, rules: [] },
    ...{ place: () => null, closings: new Map() },
  });
}

test('a path that gets likelier is counted, and one that gets less likely is not', () => {
  const turned = [
    { before: path(0.1), after: path(0.9) },
    { before: path(0.9), after: path(0.1) },
  ];
  const check = checked(turned);
  expect(check.paths).toEqual({ opened: 0, closed: 0, likelier: 1 });
  expect(checkMarkdown(check)).toContain('1 path would get likelier');
  expect(checkMarkdown(checked([]))).not.toContain('likelier');
});
