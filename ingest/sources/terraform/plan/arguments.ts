import { isValues, listOf, text, valuesIn, type Values } from '../values.ts';
import { codeOfBlock } from './blocks.ts';
import { identitiesOf, identityOf } from './identities.ts';
import { linked } from './linked.ts';
import { linksOf } from './links.ts';
import { isOpen, isPolicy, unknownAt, unknownIn } from './unknown.ts';
import type { Instance } from './module.ts';
import { documentOf, isDocument, type Reading } from './policy-document.ts';
import { blocksIn, endsOf, scopeOf, referencesOf, type End } from './references.ts';

/** Told what stays unknown until the plan is applied, and how often one thing was taken for another. */
interface Told {
  unknown: (argument: string) => void;
  taken: () => void;
}

/** What says nothing that Cutset asks for. */
const idle = new Set([
  'deployment_id',
  'description',
  'filename',
  'source_code_hash',
  'timeouts',
  'triggers',
]);

/** The one policy document that an argument is, where it is made of nothing else. */
function policyIn(ends: readonly End[], reading: Reading) {
  const open = ends.filter((end) => !('value' in end));
  const documents = new Map(
    open.flatMap((end) =>
      'instance' in end && isDocument(end) ? [[end.instance.address, end.instance]] : [],
    ),
  );
  const [only] = documents.values();
  const alone = open.every((end) => 'instance' in end && isDocument(end));
  return only && documents.size === 1 && alone ? documentOf(only, reading) : undefined;
}

interface Place {
  instance: Instance;
  reading: Reading;
  told: Told;
  /** The blocks that an argument lies in, each with a dot behind it. */
  within: string;
}

function filledValue(value: unknown, argument: string, expression: Values, place: Place): unknown {
  const { instance, reading, told, within } = place;
  const unknown = () => {
    const references = referencesOf(expression).join(', ');
    told.unknown(`${within}${argument}${references && ` (refers to ${references})`}`);
    return value;
  };
  const ends = endsOf(expression, scopeOf(instance, reading.variables));
  if (isPolicy(argument)) {
    const document = policyIn(ends, reading);
    if (!document) return unknown();
    for (const what of document.untold) told.unknown(`${within}${argument} (${what})`);
    return JSON.stringify({ Version: '2012-10-17', Statement: document.statements });
  }
  const found = linked(ends, linksOf(instance.type, argument), reading.homeOf);
  const [only] = found;
  if (only === undefined) return unknown();
  const isList = Array.isArray(value) || /s$/.test(argument);
  if (!isList) {
    if (found.length > 1) return unknown();
    told.taken();
    return only;
  }
  const known = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  const left = Array.isArray(value) ? value.length - known.length : found.length;
  if (left !== found.length) unknown();
  if (left < found.length) return known;
  told.taken();
  return [...new Set([...known, ...found])];
}

/** Objects that are the value of one expression: what it refers to is not told of each of them. */
function filledObjects(
  objects: readonly Values[],
  argument: string,
  expression: Values,
  { instance, reading, told }: Place,
) {
  const { type } = instance;
  const ends = endsOf(expression, scopeOf(instance, reading.variables));
  return objects.map((object, i) => {
    const result: Record<string, unknown> = { ...object };
    for (const path of unknownIn(unknownAt(instance, argument, i), argument, type)) {
      const name = path.slice(argument.length + 1);
      const [only, ...others] = linked(ends, linksOf(type, name), reading.homeOf);
      if (only === undefined || others.length > 0) told.unknown(path);
      else {
        const value = object[name];
        result[name] = Array.isArray(value)
          ? value.map((one: unknown) => (one === null ? only : one))
          : only;
        told.taken();
      }
    }
    return result;
  });
}

function filled(values: Values, expressions: Values, place: Place): Values {
  const result: Record<string, unknown> = { ...values };
  for (const [argument, expression] of Object.entries(expressions)) {
    const code = blocksIn(expression);
    if (code.length > 0) {
      const blocks = listOf(values[argument]);
      const within = `${place.within}${argument}.`;
      if (blocks.length > 0)
        result[argument] = blocks.map((block, i) => {
          const its = codeOfBlock(block, i, { blocks, code });
          if (its) return filled(block, its, { ...place, within });
          if (place.within === '')
            unknownIn(
              unknownAt(place.instance, argument, i),
              argument,
              place.instance.type,
            ).forEach(place.told.unknown);
          return block;
        });
    } else if (isValues(expression) && listOf(values[argument]).length > 0 && place.within === '')
      result[argument] = filledObjects(listOf(values[argument]), argument, expression, place);
    else if (isValues(expression) && isOpen(values[argument]) && !idle.has(argument))
      result[argument] = filledValue(values[argument], argument, expression, place);
  }
  return result;
}

/**
 * Values of an instance in which what is not known before the plan is applied is filled in, as far
 * as the plan tells what it refers to. What stays unknown of a thing that is there is as it was.
 */
export function completed(instance: Instance, reading: Reading, told: Told): Values {
  const place = { instance, reading, told, within: '' };
  const expressions = valuesIn(instance.code, 'expressions');
  const values: Record<string, unknown> = {
    ...filled(instance.values, expressions, place),
  };
  for (const [argument, value] of Object.entries(instance.values))
    if (!Object.hasOwn(expressions, argument) && listOf(value).length > 0)
      unknownIn(instance.unknown[argument], argument, instance.type).forEach(told.unknown);
  for (const name of identitiesOf(instance))
    if (text(values, name) === undefined) values[name] = identityOf(instance, name, reading.homeOf);
  // What is set to null is known to be nothing.
  for (const [name, was] of Object.entries(instance.before ?? {}))
    if (values[name] === undefined) values[name] = was;
  return values;
}
