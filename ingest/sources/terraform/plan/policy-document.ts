import { blocks, isValues, text, texts, type Values } from '../values.ts';
import { codeOfBlock } from './blocks.ts';
import { identityOf, type HomeOf } from './identities.ts';
import type { Instance } from './module.ts';
import { blocksIn, endsOf, scopeOf } from './references.ts';
import { isOpen } from './unknown.ts';

/** A policy as far as a plan tells it. */
interface Document {
  statements: unknown[];
  /** What is not known of it until the plan is applied. */
  untold: string[];
}

/** What is needed to read code of a plan. */
export interface Reading {
  variables: Values;
  homeOf: HomeOf;
}

/** Key of a condition that stands for a part of a statement that is not known yet. */
const afterApply = 'cutset:KnownAfterApply';

/** A code block's argument as the things that it refers to. */
function thingsOf(code: Values | undefined, argument: string, of: Instance, reading: Reading) {
  const ends = endsOf(code?.[argument], scopeOf(of, reading.variables));
  return ends.flatMap((end) => ('instance' in end ? [end] : []));
}

/** ARNs of what an argument refers to, and of nothing else. */
function arnsOf(code: Values | undefined, argument: string, of: Instance, reading: Reading) {
  const arns = thingsOf(code, argument, of, reading).flatMap(
    ({ instance }) => identityOf(instance, 'arn', reading.homeOf) ?? [],
  );
  return [...new Set(arns)];
}

/** A thing, and what lies within it: which of them a text means is known once it is applied. */
const orWithin = (arn: string) => [arn, `${arn}/*`, `${arn}:*`];

type Part = 'principals' | 'not_principals';

/** Principals with those that are known by what they refer to; null where none is known. */
function principalsOf(
  values: Values,
  {
    code,
    part,
    of,
    reading,
  }: { code: Values | undefined; part: Part; of: Instance; reading: Reading },
): Record<string, string[]> | null {
  const all: Record<string, string[]> = {};
  const codes = blocksIn(code?.[part]);
  const told = blocks(values, part);
  for (const [i, block] of told.entries()) {
    const its = codeOfBlock(block, i, { blocks: told, code: codes });
    const open = isOpen(block['identifiers']);
    const found = [
      ...texts(block, 'identifiers'),
      ...(open ? arnsOf(its, 'identifiers', of, reading) : []),
    ];
    const type = text(block, 'type') ?? 'AWS';
    if (found.length > 0) all[type] = [...(all[type] ?? []), ...found];
  }
  return Object.keys(all).length > 0 ? all : null;
}

function conditionOf(values: Values, what: string): { Condition?: object; open: boolean } {
  const Condition: Record<string, Record<string, unknown>> = {};
  let open = false;
  for (const block of blocks(values, 'condition')) {
    const [test, variable] = [text(block, 'test'), text(block, 'variable')];
    if (test === undefined || variable === undefined || isOpen(block['values'])) open = true;
    else Condition[test] = { ...Condition[test], [variable]: texts(block, 'values') };
  }
  if (open) Condition['StringEquals'] = { ...Condition['StringEquals'], [afterApply]: what };
  return { ...(Object.keys(Condition).length > 0 && { Condition }), open };
}

interface Statement {
  statement?: object;
  untold?: string;
}

function statementOf(
  values: Values,
  code: Values | undefined,
  what: string,
  context: {
    of: Instance;
    reading: Reading;
  },
): Statement {
  const { of, reading } = context;
  for (const argument of ['actions', 'not_actions', 'not_resources'])
    if (isOpen(values[argument])) return { untold: `${argument} of ${what}` };
  const head = {
    ...(text(values, 'sid') && { Sid: text(values, 'sid') }),
    Effect: text(values, 'effect') ?? 'Allow',
    ...(values['actions'] != null && { Action: texts(values, 'actions') }),
    ...(values['not_actions'] != null && { NotAction: texts(values, 'not_actions') }),
    ...(values['not_resources'] != null && { NotResource: texts(values, 'not_resources') }),
  };
  const who: Record<string, unknown> = {};
  for (const [part, key] of [
    ['principals', 'Principal'],
    ['not_principals', 'NotPrincipal'],
  ] as const)
    if (blocks(values, part).length > 0) {
      const found = principalsOf(values, { code, part, ...context });
      if (!found) return { untold: `${part} of ${what}` };
      // Everybody, as the provider writes it.
      who[key] = found['*'] ? '*' : found;
    }
  const open = isOpen(values['resources']);
  const near = open ? arnsOf(code, 'resources', of, reading).flatMap(orWithin) : [];
  const resources = [...texts(values, 'resources'), ...near];
  if (open && resources.length === 0) return { untold: `resources of ${what}` };
  const { Condition, open: guarded } = conditionOf(values, what);
  const conditions: Record<string, unknown> = { ...Condition };
  if (near.length > 0)
    conditions['StringLike'] = { ...(conditions['StringLike'] as object), [afterApply]: what };
  return {
    statement: {
      ...head,
      ...who,
      ...(resources.length > 0 && { Resource: resources }),
      ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
    },
    ...(guarded && { untold: `conditions of ${what}` }),
    ...(open && { untold: `resources of ${what}` }),
  };
}

function parsed(json: string): unknown[] {
  try {
    const document: unknown = JSON.parse(json);
    const statements: unknown = isValues(document) ? document['Statement'] : [];
    return Array.isArray(statements) ? (statements as unknown[]) : [statements];
  } catch {
    return [];
  }
}

/** Documents that another is made of: their texts, and data sources that are read later. */
function partsOf(
  of: Instance,
  argument: string,
  reading: Reading,
  within: readonly Instance[],
): Document {
  const whole = of.values[argument];
  const all: Document = { statements: texts(of.values, argument).flatMap(parsed), untold: [] };
  if (whole === undefined || isOpen(whole)) {
    const found = thingsOf(valuesOf(of), argument, of, reading).filter(isDocument);
    if (found.length === 0) all.untold.push(`${argument} of ${of.address}`);
    for (const { instance } of found) {
      const { statements, untold } = documentOf(instance, reading, within);
      all.statements.push(...statements);
      all.untold.push(...untold);
    }
  }
  return all;
}

const valuesOf = ({ code }: Instance): Values =>
  isValues(code['expressions']) ? code['expressions'] : {};

/** Whether an end of a reference is a policy that the plan makes of blocks. */
export const isDocument = ({ instance }: { instance: Instance }): boolean =>
  instance.mode === 'data' && instance.type === 'aws_iam_policy_document';

const sidOf = (statement: unknown) => (isValues(statement) ? text(statement, 'Sid') : undefined);

/**
 * The policy of a data source `aws_iam_policy_document`. Where its text is known only after the plan
 * is applied, it is made of the blocks: a statement whose resources are not known holds for what
 * they refer to, on a condition of which nothing is known.
 */
export function documentOf(
  of: Instance,
  reading: Reading,
  outer: readonly Instance[] = [],
): Document {
  if (outer.includes(of)) return { statements: [], untold: [`${of.address}, which holds itself`] };
  const within = [...outer, of];
  const json = text(of.values, 'json');
  if (json !== undefined) return { statements: parsed(json), untold: [] };
  const sources = partsOf(of, 'source_policy_documents', reading, within);
  const overrides = partsOf(of, 'override_policy_documents', reading, within);
  const own: unknown[] = [];
  const untold = [...sources.untold, ...overrides.untold];
  const codes = blocksIn(valuesOf(of)['statement']);
  const told = blocks(of.values, 'statement');
  for (const [i, values] of told.entries()) {
    const code = codeOfBlock(values, i, { blocks: told, code: codes });
    const what = `statement ${text(values, 'sid') ?? String(i)} of ${of.address}`;
    const found = statementOf(values, code, what, { of, reading });
    if (found.statement) own.push(found.statement);
    if (found.untold !== undefined) untold.push(found.untold);
  }
  const replaced = new Set(overrides.statements.flatMap((one) => sidOf(one) ?? []));
  const kept = [...sources.statements, ...own].filter((one) => !replaced.has(sidOf(one) ?? ''));
  return { statements: [...kept, ...overrides.statements], untold };
}
