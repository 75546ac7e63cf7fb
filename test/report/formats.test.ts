import { expect, test } from 'vitest';
import type { Claim } from '../../graph/claim.ts';
import { formats } from '../../report/format.ts';
import { reportOn, type ReportModel } from '../../report/model.ts';
import { claimsOf, estateWith, shop } from '../api/shop.ts';

/** Names that records may carry. */
const names = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '=HYPERLINK("http://evil.example")',
  '@SUM(1)',
  'a"b\',"\r\n=1+1,',
  '| x | [y](javascript:1) **z** `q`\n# head',
  '\u202egnp.exe\u200b\u0000',
  'x'.repeat(2_000),
];

/** The report on a shop whose bot and store have a hostile name. */
async function reportNaming(name: string): Promise<ReportModel> {
  const naming: Claim[] = claimsOf(shop).map((claim) => ({
    ...claim,
    nodes: claim.nodes.map((node) =>
      node.kind === 'Agent' || node.kind === 'DataStore'
        ? { ...node, props: { ...node.props, name } }
        : node,
    ),
    evidence: { ...claim.evidence, record: `${name}#1` },
  }));
  const estate = await estateWith(naming);
  const sources = await estate.freshness();
  const model = reportOn(estate, sources, { name, at: Date.now(), since: null });
  await estate.close();
  return model;
}

// eslint-disable-next-line no-control-regex -- these must not be in a report
const marks = /[\u202a-\u202e\u2066-\u2069\u200b\u0000]/;

test.each(names)('a name is only ever text: %j', async (name) => {
  const model = await reportNaming(name);
  expect(model.opened.length).toBeGreaterThan(0);
  expect(model.opened.map(({ target }) => target)).toContain(name);

  const html = formats.html(model);
  const tags = new Set([...html.matchAll(/<\/?([a-z]+\d?)/gi)].map(([, tag]) => tag));
  expect([...tags].filter((tag) => tag === 'script' || tag === 'img')).toEqual([]);
  expect(html).not.toMatch(marks);

  const markdown = formats.md(model);
  expect(markdown).not.toMatch(marks);
  expect(markdown).not.toMatch(/^# head|\]\(javascript|<(script|img)/m);

  const csv = formats.csv(model);
  expect(csv).not.toMatch(marks);
  const lines = csv.split('\r\n');
  // One line a finding, and nothing after the last line's end.
  expect(lines).toHaveLength(1 + model.open.length + 1);
  expect(csv).not.toMatch(/(^|,)"?[=+@-]/m);

  expect(JSON.parse(formats.json(model))).toEqual(model);
});

test('an empty report says that nothing is known, and is not taken for good news', async () => {
  const estate = await estateWith([]);
  const model = reportOn(estate, [], { name: 'e', at: 0, since: null });
  expect(model.headline).toMatch(/Nothing is known/);
  expect(formats.html(model)).toContain('Nothing is known');
  expect(formats.md(model)).toContain('Nothing is known');
  await estate.close();
});
