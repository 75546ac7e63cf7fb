import { fail } from '../errors.ts';
import {
  edgeKindNames,
  edgeKinds,
  isEdgeKind,
  isNodeKind,
  nodeKindNames,
} from '../schema/index.ts';
import { hint } from './nearest.ts';
import type { Rule } from './rule.ts';
import { bare, columnsOf, edgeKindsOf, joinsOf, labelsOf, parametersOf } from './vocabulary.ts';

/**
 * Parameters that the engine gives to a rule: `scope`, uids to look at, or null for all; `stale`,
 * the ISO time 90 days ago.
 */
const parameters = ['scope', 'stale'];
const required = ['entry', 'target', 'steps'];
const optional = ['evidence'];

/** What one of the two stores does not understand, or what does not belong in a rule. */
const foreign: [RegExp, string][] = [
  [/\(\s*\w*\s*:\s*\w+\s*[|&]/, 'label expressions: write n:A OR n:B'],
  [/\$\(/, 'dynamic labels and types'],
  [/\bapoc\./i, 'APOC'],
  [/\bSHORTEST\b|shortestPath/i, 'path search: the search of Cutset does that'],
  [/\)\s*[{+*]\d?|\(\(/, 'quantified path patterns'],
  [/\b(CREATE|MERGE|DELETE|DETACH|SET|REMOVE|DROP|LOAD|FOREACH)\b/i, 'writing'],
  [/\*\s*(\d+\s*\.\.\s*)?\]/, 'paths without an upper bound'],
];

type Refuse = (what: string) => never;

function lintVocabulary(cypher: string, refuse: Refuse) {
  for (const label of labelsOf(cypher))
    if (label !== 'Entity' && !isNodeKind(label))
      refuse(`unknown label "${label}"${hint(label, nodeKindNames)}`);
  for (const kind of edgeKindsOf(cypher))
    if (!isEdgeKind(kind)) refuse(`unknown edge kind "${kind}"${hint(kind, edgeKindNames)}`);
}

function lintJoins(cypher: string, refuse: Refuse) {
  const fits = (ends: readonly string[], label: string | undefined) =>
    label === undefined || label === 'Entity' || ends.includes(label);
  for (const { kinds, from, to } of joinsOf(cypher)) {
    const possible = kinds.some(
      (kind) =>
        isEdgeKind(kind) && fits(edgeKinds[kind].from, from) && fits(edgeKinds[kind].to, to),
    );
    if (!possible) refuse(`${kinds.join('|')} never joins ${from ?? 'any'} to ${to ?? 'any'}`);
  }
}

function lintDialect(cypher: string, refuse: Refuse) {
  for (const [form, name] of foreign)
    if (form.test(bare(cypher))) refuse(`not in the common dialect: ${name}`);
  for (const name of parametersOf(cypher))
    if (!parameters.includes(name)) refuse(`unknown parameter "$${name}"${hint(name, parameters)}`);
}

function lintColumns(columns: string[], refuse: Refuse) {
  const missing = required.find((name) => !columns.includes(name));
  if (missing) refuse(`column "${missing}" is missing`);
  const unknown = columns.find((name) => ![...required, ...optional].includes(name));
  if (unknown) refuse(`unknown column "${unknown}"${hint(unknown, required)}`);
}

/**
 * Holds a query against the schema and the dialect that both stores share. Throws RULE_INVALID;
 * `where` says which query of which file.
 */
export function lintQuery(where: string, cypher: string): void {
  const refuse: Refuse = (what) => fail('RULE_INVALID', `${where}: ${what}`);
  lintDialect(cypher, refuse);
  lintVocabulary(cypher, refuse);
  lintJoins(cypher, refuse);
}

/** Holds both queries of a rule against schema and dialect, and their columns. */
export function lintRule({ file, query, of }: Rule): void {
  lintQuery(`rule ${file}: query`, query);
  lintQuery(`rule ${file}: of`, of);
  const refuse = (field: string) => (what: string) =>
    fail('RULE_INVALID', `rule ${file}: ${field}: ${what}`);
  lintColumns(columnsOf(query), refuse('query'));
  if (columnsOf(of).join() !== 'n') refuse('of')('expected the one column "n"');
}
