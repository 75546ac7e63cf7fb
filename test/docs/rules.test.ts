import { test } from 'vitest';
import { rulesPage } from '../../docs/rules-page.ts';
import { loadRules } from '../../graph/rules/load.ts';
import { expectGolden } from '../golden.ts';

test('the catalogue of rules is current', async () => {
  expectGolden('docs/rules.md', rulesPage(await loadRules()));
});
