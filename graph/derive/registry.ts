import { readdirSync } from 'node:fs';
import type { Derivation } from './derivation.ts';

const folder = new URL('./', import.meta.url);
/** It would wait for itself. */
const self = 'registry.ts';

async function load(): Promise<Derivation[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== self);
  const modules = await Promise.all(
    files
      .sort()
      .map(async (name) => (await import(new URL(name, folder).href)) as { default?: Derivation }),
  );
  return modules.flatMap((module) => module.default ?? []);
}

/** Each derivation after those whose results it reads. Throws for a cycle or an unknown name. */
export function ordered(derivations: readonly Derivation[]): Derivation[] {
  const byName = new Map(derivations.map((d) => [d.name, d]));
  const done = new Set<Derivation>();
  const visit = (derivation: Derivation, trail: string[]) => {
    if (done.has(derivation)) return;
    if (trail.includes(derivation.name))
      throw new Error(
        `derivations wait for one another: ${[...trail, derivation.name].join(' > ')}`,
      );
    for (const name of derivation.after) {
      const earlier = byName.get(name);
      if (!earlier) throw new Error(`derivation ${derivation.name}: after unknown "${name}"`);
      visit(earlier, [...trail, derivation.name]);
    }
    done.add(derivation);
  };
  for (const derivation of derivations) visit(derivation, []);
  return [...done];
}

/** Every derivation of this folder, in the order in which they run. */
export const derivations = ordered(await load());
