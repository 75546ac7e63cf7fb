import { completeArn } from './arn.ts';
import { conditionsOf, type Condition } from './condition.ts';
import { principalElement, type PrincipalElement } from './principal-element.ts';
import { template, type Template } from './variables.ts';
import { compile, matches, type Compiled } from './wildcard.ts';

export type Effect = 'allow' | 'deny';

export interface Statement {
  /** Its Sid, else its place from 0. */
  id: string;
  effect: Effect;
  /** Patterns in lower case. */
  actions: readonly Compiled[];
  notAction: boolean;
  /** Null where the statement names none, as in trust policies: whatever carries the policy. */
  resources: readonly Template[] | null;
  notResource: boolean;
  principal: PrincipalElement | null;
  conditions: readonly Condition[];
  /** As written. */
  source: Record<string, unknown>;
}

/** A policy document, read once. */
export interface PolicyDocument {
  statements: readonly Statement[];
  /** Why part of it, or all, cannot be read: what it says is then unknown. */
  problem: string | null;
  /** Statements that concern an action, by the action's lower-case name. */
  byAction: Map<string, Concerning>;
}

/** Statements of one document that concern an action. */
export interface Concerning {
  allow: readonly Statement[];
  deny: readonly Statement[];
  /** Which they are, by their places: actions of which it is the same are told apart by nothing else. */
  places: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The strings of an element that is one string or a list of them; null where it is neither. */
function stringsOf(value: unknown): string[] | null {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.every((item) => typeof item === 'string') ? list : null;
}

/** What an element lists, or its one value, as text. */
export const texts = (value: unknown): string[] => [value].flat().map(String);

/** One of two elements that exclude one another. */
function either(statement: Record<string, unknown>, name: string) {
  const [is, isNot] = [statement[name], statement[`Not${name}`]];
  if ((is === undefined) === (isNot === undefined)) return null;
  return { not: isNot !== undefined, value: isNot ?? is };
}

const elements = new Set([
  'Sid',
  'Effect',
  ...['Principal', 'Action', 'Resource'].flatMap((name) => [name, `Not${name}`]),
  'Condition',
]);

function statementOf(source: unknown, id: string, variables: boolean): Statement | string {
  if (!isRecord(source)) return 'is no object';
  const strange = Object.keys(source).find((name) => !elements.has(name));
  if (strange !== undefined) return `has the unknown element "${strange.slice(0, 40)}"`;
  const { Effect } = source;
  if (Effect !== 'Allow' && Effect !== 'Deny') return 'has no effect Allow or Deny';
  const action = either(source, 'Action');
  const actions = action && stringsOf(action.value);
  if (!action || !actions) return 'names no actions';
  const who = either(source, 'Principal');
  const principal = who && principalElement(who.value, who.not);
  if (who && !principal) return 'names a principal in no known form';
  const what = either(source, 'Resource');
  const resources = what && stringsOf(what.value);
  if (what ? !resources : !who) return 'names no resources';
  const conditions = conditionsOf(source['Condition'], variables);
  if (typeof conditions === 'string') return `has a ${conditions}`;
  return {
    id,
    effect: Effect === 'Allow' ? 'allow' : 'deny',
    actions: actions.map((pattern) => compile(pattern.toLowerCase())),
    notAction: action.not,
    resources:
      resources?.map((text) => template(completeArn(text), { variables, wildcards: true })) ?? null,
    notResource: what?.not === true,
    principal,
    conditions,
    source,
  };
}

const versions = new Set<unknown>([undefined, '2008-10-17', '2012-10-17']);

function read(document: unknown): PolicyDocument {
  const answer = (statements: Statement[], problem: string | null): PolicyDocument => ({
    statements,
    problem,
    byAction: new Map(),
  });
  if (document === undefined || document === null) return answer([], 'was not collected');
  if (!isRecord(document)) return answer([], 'is no JSON object');
  const { Version, Statement: stated } = document;
  if (!versions.has(Version)) return answer([], `has the unknown version ${String(Version)}`);
  if (stated === undefined) return answer([], 'has no statements');
  const statements: Statement[] = [];
  const ids = new Set<string>();
  let problem: string | null = null;
  for (const [index, source] of [stated].flat().entries()) {
    const sid = isRecord(source) && typeof source['Sid'] === 'string' ? source['Sid'] : '';
    const id = sid !== '' && !ids.has(sid) ? sid : String(index);
    ids.add(id);
    const statement = statementOf(source, id, Version === '2012-10-17');
    if (typeof statement === 'string') problem ??= `statement ${id} ${statement}`;
    else statements.push(statement);
  }
  return answer(statements, problem);
}

const known = new WeakMap<object, PolicyDocument>();

/**
 * Reads a policy document: an object, or JSON text (IAM User Guide, "Grammar of the IAM JSON policy
 * language"). Never throws: what cannot be read stands in `problem`.
 */
export function policyDocument(document: unknown): PolicyDocument {
  if (typeof document === 'string') return read(parsed(document));
  if (!isRecord(document)) return read(document);
  const before = known.get(document);
  if (before) return before;
  const fresh = read(document);
  known.set(document, fresh);
  return fresh;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const denies = new WeakMap<PolicyDocument, PolicyDocument>();

/** A document without what it allows. */
export function deniesOf(document: PolicyDocument): PolicyDocument {
  let known = denies.get(document);
  if (!known) {
    const statements = document.statements.filter(({ effect }) => effect === 'deny');
    denies.set(document, (known = { ...document, statements, byAction: new Map() }));
  }
  return known;
}

const nothing: Concerning = { allow: [], deny: [], places: '' };

/** Actions that a document remembers: more than derivations ask for, and a bound for hostile input. */
const remembered = 2_000;

const covers = ({ actions, notAction }: Statement, action: string) =>
  actions.some((pattern) => matches(pattern, action)) !== notAction;

/** Statements whose action element covers an action, given in lower case. */
export function concerning(document: PolicyDocument, action: string): Concerning {
  const before = document.byAction.get(action);
  if (before) return before;
  const concerned = [...document.statements.entries()].filter(([, one]) => covers(one, action));
  const of = (effect: Effect) =>
    concerned.flatMap(([, one]) => (one.effect === effect ? [one] : []));
  const found =
    concerned.length === 0
      ? nothing
      : {
          allow: of('allow'),
          deny: of('deny'),
          places: concerned.map(([place]) => place).join(),
        };
  if (document.byAction.size < remembered) document.byAction.set(action, found);
  return found;
}
