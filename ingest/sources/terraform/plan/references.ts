import { isValues, listOf, text, valuesIn, type Values } from '../values.ts';
import type { Instance, Module } from './module.ts';
import { keyAt, nameAt, stepsOf, valueAt, type Key, type Step } from './steps.ts';

/** What a reference leads to in the end. */
export type End =
  /** An attribute of a thing; of no certain one where the plan does not tell it. */
  | { instance: Instance; attribute: string | undefined }
  | { value: unknown }
  /** What the plan does not tell more of, by its name. */
  | { untold: string };

/** Where an expression stands. */
interface Scope {
  module: Module;
  /** Values of the root module's variables. */
  variables: Values;
  /** Key of the instance that it is part of, and what all keys come of. */
  key?: Key | undefined;
  each?: Values | undefined;
  /** References that were followed already, so that none is twice or goes in circles. */
  seen?: Set<string>;
}

/** No value is nested more deeply; what would be goes in circles. */
const deepest = 32;

/** What an expression refers to, without the wholes of which it names a part. */
export function referencesOf(expression: Values): string[] {
  const all = expression['references'];
  const texts = Array.isArray(all) ? all.map(String) : [];
  return texts.filter(
    (one) => !texts.some((other) => /^[.[]/.test(other.slice(one.length)) && other.startsWith(one)),
  );
}

const byIteration = /^(count\.index|each\.)/;

/** All that an expression may be made of: a constant, or the ends of its references. */
export function endsOf(expression: unknown, scope: Scope, rest: readonly Step[] = []): End[] {
  if (!isValues(expression)) return [];
  if ('constant_value' in expression)
    return [{ value: valueAt(expression['constant_value'], rest) }];
  const references = referencesOf(expression);
  const same = references.some((one) => byIteration.test(one)) ? scope.key : undefined;
  const inner = { ...scope, seen: scope.seen ?? new Set<string>() };
  return references.flatMap((one) => endsOfReference(stepsOf(one), inner, rest, same));
}

/** Those with a key, else those with the key of what refers to them, else all. */
function chosen<T extends { key: Key | undefined }>(
  all: readonly T[],
  key: Key | undefined,
  same: Key | undefined,
): readonly T[] {
  const wanted = key ?? (all.some((one) => one.key === same) ? same : undefined);
  return wanted === undefined ? all : all.filter((one) => one.key === wanted);
}

function endsOfReference(
  steps: readonly Step[],
  scope: Scope,
  rest: readonly Step[],
  same: Key | undefined,
): End[] {
  const { seen = new Set<string>() } = scope;
  const step = JSON.stringify([scope.module.address, scope.key, same, steps, rest]);
  if (seen.has(step) || rest.length > deepest) return [];
  seen.add(step);
  const [head, second] = [nameAt(steps, 0) ?? '', nameAt(steps, 1) ?? ''];
  const further = (from: number) => [...steps.slice(from), ...rest];
  if (head === 'var') return ofVariable(second, scope, further(2));
  if (head === 'count') return [{ value: scope.key }];
  if (head === 'each' && second === 'key') return [{ value: scope.key }];
  if (head === 'each') return ofEach(scope, further(2));
  if (head === 'module') return ofModule(steps, scope, rest, same);
  if (head === 'path' || head === 'terraform') return [];
  if (head === 'local' || head === 'self') return [{ untold: `${head}.${second}` }];
  const isData = head === 'data';
  const called = isData ? `data.${second}.${nameAt(steps, 2) ?? ''}` : `${head}.${second}`;
  const from = isData ? 3 : 2;
  const key = keyAt(steps, from);
  const all = scope.module.instances.get(called) ?? [];
  const path = further(key === undefined ? from : from + 1);
  return chosen(all, key, same).map((instance) => {
    const value = valueAt(instance.values, path);
    if (path.length > 0 && value !== undefined && isData) return { value };
    return { instance, attribute: nameAt(path, 0) };
  });
}

function ofVariable(name: string, scope: Scope, rest: readonly Step[]): End[] {
  const { module, variables, seen } = scope;
  const fallback = valuesIn(valuesIn(module.code, 'variables'), name)['default'];
  if (!module.parent) {
    const told = valuesIn(variables, name);
    return [{ value: valueAt('value' in told ? told['value'] : fallback, rest) }];
  }
  const given = valuesIn(module.call, 'expressions')[name];
  if (given === undefined) return [{ value: valueAt(fallback, rest) }];
  const each = module.call['for_each_expression'];
  const outside: Scope = {
    module: module.parent,
    variables,
    key: module.key,
    each: isValues(each) ? each : undefined,
    ...(seen && { seen }),
  };
  return endsOf(given, outside, rest);
}

/** The value under the key in what `for_each` goes through. */
function ofEach(scope: Scope, rest: readonly Step[]): End[] {
  const { each, key } = scope;
  if (!each || key === undefined) return [{ untold: 'each.value' }];
  const constant = each['constant_value'];
  if (constant !== undefined)
    // A set has its values as keys.
    return [{ value: Array.isArray(constant) ? key : valueAt(constant, [{ key }, ...rest]) }];
  return referencesOf(each).flatMap((one) => {
    const ends = endsOfReference(stepsOf(one), scope, [], key);
    return ends.map((end): End => {
      if ('value' in end) {
        if (Array.isArray(end.value)) return { value: key };
        return { value: valueAt(end.value, [{ key }, ...rest]) };
      }
      if ('untold' in end || end.attribute !== undefined) return end;
      return { ...end, attribute: nameAt(rest, 0) };
    });
  });
}

function ofModule(
  steps: readonly Step[],
  scope: Scope,
  rest: readonly Step[],
  same: Key | undefined,
): End[] {
  const { module, variables, seen } = scope;
  const name = nameAt(steps, 1) ?? '';
  const key = keyAt(steps, 2);
  const from = key === undefined ? 2 : 3;
  const output = nameAt(steps, from);
  const path = [...steps.slice(from + 1), ...rest];
  return chosen(module.children.get(name) ?? [], key, same).flatMap((child) => {
    const outputs = valuesIn(child.code, 'outputs');
    const inside: Scope = { module: child, variables, ...(seen && { seen }) };
    // Which of its outputs is meant is lost where a key that is not fixed stands before.
    const meant = output === undefined ? Object.keys(outputs) : [output];
    return meant.flatMap((one) => endsOf(valuesIn(outputs, one)['expression'], inside, path));
  });
}

/** The scope in which an instance's own arguments stand. */
export function scopeOf({ module, key, code }: Instance, variables: Values): Scope {
  const each = code['for_each_expression'];
  return { module, variables, key, each: isValues(each) ? each : undefined };
}

/** Nested blocks of an argument in code; none where it is no block, or a dynamic one. */
export const blocksIn = (expression: unknown): Values[] =>
  isValues(expression) && !('references' in expression) && !('constant_value' in expression)
    ? [expression]
    : listOf(expression);

/** The provider configuration that an instance is made by, as code names it. */
export const providerOf = ({ code }: Instance): string => text(code, 'provider_config_key') ?? '';
