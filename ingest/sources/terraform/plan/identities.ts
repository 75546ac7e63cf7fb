import { createHash } from 'node:crypto';
import type { Home } from '../state.ts';
import { text } from '../values.ts';
import type { Instance } from './module.ts';
import { anyNames, namesOf } from './names.ts';

/** Where the provider makes a resource, as far as the plan tells. */
export type HomeOf = (instance: Instance) => Home;

/** An address in letters that ids may have; other addresses give other texts. */
const written = (address: string) =>
  address.replace(/[^\w-]/g, (sign) =>
    '.["]'.includes(sign) ? '.' : `~${sign.codePointAt(0)?.toString(16) ?? ''}~`,
  );

const lettersOf = (address: string) =>
  createHash('sha256').update(address).digest('hex').slice(0, 6);

/** Paths of IAM where none is told (IAM API Reference). */
const fallbacks: Readonly<Record<string, string>> = { path: '/' };

/**
 * What a thing is or will be called: as the plan tells it; else built from its names; else, where
 * AWS chooses, as it is called now, also if it is replaced; else by its address.
 */
export function identityOf(
  instance: Instance,
  attribute: string,
  homeOf: HomeOf,
): string | undefined {
  const told = text(instance.values, attribute);
  if (told !== undefined) return told;
  const { type, before, address } = instance;
  const names = Object.hasOwn(namesOf, type) ? namesOf[type] : undefined;
  const template = names?.[attribute] ?? anyNames[attribute];
  const was = before && text(before, attribute);
  if (template === undefined || /\{(new|six)\}/.test(template)) {
    if (was !== undefined) return was;
    if (template === undefined) return undefined;
  }
  const home = homeOf(instance);
  const parts: Readonly<Record<string, string | undefined>> = {
    partition: home.partition,
    account: home.account,
    region: text(instance.values, 'region') ?? home.region,
    new: `to-be.${written(address)}`,
    six: lettersOf(address),
  };
  let known = true;
  const built = template.replace(/\{(\w+)\}/g, (_, part: string) => {
    const value = Object.hasOwn(parts, part)
      ? parts[part]
      : (identityOf(instance, part, homeOf) ?? fallbacks[part]);
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? built : was;
}

/** Attributes by which a thing is called, its name included where others are built of it. */
export function identitiesOf({ type }: Instance): string[] {
  const names = (Object.hasOwn(namesOf, type) ? namesOf[type] : undefined) ?? {};
  const isNamed = Object.values(names).some((template) => template.includes('{name}'));
  return [...(isNamed ? ['name'] : []), ...Object.keys(names)];
}
