/** Key of one instance among those of `count` or `for_each`. */
export type Key = string | number;

/** A name, or the key behind one. */
export type Step = { name: string } | { key: Key };

const step = /\.?([\w-]+)|\[("(?:[^"\\]|\\.)*"|\d+)\]/y;

/** The steps of a reference or address, as far as it can be read: `module.m["a"].aws_x.y[0].arn`. */
export function stepsOf(text: string): Step[] {
  const steps: Step[] = [];
  step.lastIndex = 0;
  for (let found = step.exec(text); found; found = step.exec(text)) {
    const [, name, key] = found;
    if (name !== undefined) steps.push({ name });
    else if (key !== undefined) steps.push({ key: JSON.parse(key) as Key });
  }
  return steps;
}

/** The name at a place; undefined where there is a key or nothing. */
export function nameAt(steps: readonly Step[], index: number): string | undefined {
  const found = steps[index];
  return found && 'name' in found ? found.name : undefined;
}

/** The key at a place; undefined where there is a name or nothing. */
export function keyAt(steps: readonly Step[], index: number): Key | undefined {
  const found = steps[index];
  return found && 'key' in found ? found.key : undefined;
}

/** What lies at the end of steps into a value; undefined where they lead nowhere. */
export function valueAt(value: unknown, steps: readonly Step[]): unknown {
  let found = value;
  for (const next of steps) {
    if (found === null || typeof found !== 'object') return undefined;
    const key = String('name' in next ? next.name : next.key);
    found = Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined;
  }
  return found;
}
