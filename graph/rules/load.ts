import { readdir, readFile } from 'node:fs/promises';
import { fail } from '../errors.ts';
import { exampleOf } from './example.ts';
import { lintRule } from './lint.ts';
import { parseRule, type Rule } from './rule.ts';

const shipped = new URL('../../cypher/rules/', import.meta.url);

const known = new Map<string, Promise<Rule[]>>();

async function read(folder: URL): Promise<Rule[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.cypher')).sort();
  const rules = await Promise.all(
    files.map(async (file) => parseRule(file, await readFile(new URL(file, folder), 'utf8'))),
  );
  const ids = new Map<string, string>();
  for (const rule of rules) {
    const { id, file } = rule;
    if (ids.has(id)) fail('RULE_INVALID', `rule ${file}: id: "${id}" is taken by ${ids.get(id)}`);
    if (!file.startsWith(`${id}-`))
      fail('RULE_INVALID', `rule ${file}: id: "${id}" is not how its file name begins`);
    ids.set(id, file);
    lintRule(rule);
    exampleOf(rule);
  }
  return rules;
}

/**
 * Every rule of a folder, by file name; read and checked once. Throws RULE_INVALID for the first
 * that breaks the schema.
 */
export function loadRules(folder: URL = shipped): Promise<Rule[]> {
  const rules = known.get(folder.href) ?? read(folder);
  known.set(folder.href, rules);
  return rules;
}
