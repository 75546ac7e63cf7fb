import type { Values } from './values.ts';

/** How names become AWS's, where more than the case of letters differs. */
interface Renaming {
  /** First letter: `camel` as Bedrock writes, `pascal` as SageMaker does. */
  style: 'camel' | 'pascal';
  /** Blocks of which there may be several; all others are single ones that Terraform puts in a list. */
  lists?: readonly string[];
  /** Keys whose content has keys of its own, such as variables of an environment. */
  maps?: readonly string[];
  /** Keys that AWS calls otherwise. */
  names?: Readonly<Record<string, string>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function inStyle(key: string, style: Renaming['style']): string {
  const camel = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return style === 'camel' ? camel : camel.charAt(0).toUpperCase() + camel.slice(1);
}

/** Values of a resource under the names, and in the nesting, of AWS's own answer. */
export function renamed(values: Values, renaming: Renaming): Record<string, unknown> {
  const { style, lists = [], maps = [], names = {} } = renaming;
  const inner = (key: string, value: unknown): unknown => {
    if (maps.includes(key)) return value;
    if (Array.isArray(value)) {
      if (!lists.includes(key) && value.every(isObject))
        return value[0] && renamed(value[0], renaming);
      return value.map((member: unknown) =>
        isObject(member) ? renamed(member, renaming) : member,
      );
    }
    return isObject(value) ? renamed(value, renaming) : value;
  };
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== null && value !== '')
      .map(([key, value]) => [names[key] ?? inStyle(key, style), inner(key, value)]),
  );
}
