import { parseArn } from '../aws/arn.ts';
import { isValues, listOf, text, valuesIn, type Values } from './values.ts';

/** A resource that Terraform manages. */
export interface Resource {
  type: string;
  address: string;
  values: Values;
  /** Where it lies, where its provider tells. */
  home?: Home;
  /** Set for one that a replacement left behind, which has the address of what replaced it. */
  deposed?: string;
}

/** Where what a state describes lies, as far as its ARNs tell. */
export interface Home {
  partition: string;
  account: string | undefined;
  region: string | undefined;
}

/** The resources of a module, modules within it included. */
export function* resourcesIn(module: unknown): Generator<Resource> {
  if (!isValues(module)) return;
  for (const resource of listOf(module['resources'])) {
    const { mode, type, address } = resource;
    const deposed = text(resource, 'deposed_key');
    if (mode !== 'data' && typeof type === 'string')
      yield {
        type,
        address: String(address),
        values: valuesIn(resource, 'values'),
        ...(deposed !== undefined && { deposed }),
      };
  }
  for (const child of listOf(module['child_modules'])) yield* resourcesIn(child);
}

/** The value that most have; undefined where nobody has one. */
function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

const keyOf = ({ account, region }: Home) => `${account ?? ''}/${region ?? ''}`;

/** Whether two homes are one account and region. */
export const sameHome = (a: Home, b: Home): boolean => keyOf(a) === keyOf(b);

/** Where most of what ARNs tell of lies. */
function homeOf(resources: readonly Resource[], known: Partial<Home>): Home {
  const arns = resources.flatMap(({ values }) => parseArn(values['arn']) ?? []);
  const accounts = arns.map(({ account }) => account).filter((id) => /^\d{12}$/.test(id));
  return {
    partition: commonest(arns.map(({ partition }) => partition)) ?? 'aws',
    account: commonest(accounts) ?? known.account,
    region: commonest(arns.map(({ region }) => region).filter(Boolean)) ?? known.region,
  };
}

/** Whether two homes may be one: what is not told of one is that of the other. */
const may = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined || a === b;

/** Types of which a thing lies in all regions of its account. */
const global = /^aws_(iam|s3)_/;

/** The resources of a state or plan, modules within modules included. */
export class State {
  readonly resources: readonly Resource[];
  readonly home: Home;
  readonly #byType = new Map<string, Resource[]>();

  constructor(resources: Iterable<Resource>, known: Partial<Home>, home?: Home) {
    this.resources = [...resources];
    for (const resource of this.resources) {
      const same = this.#byType.get(resource.type);
      if (same) same.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
    this.home = home ?? homeOf(this.resources, known);
  }

  /**
   * What can speak of each other, for names are unique within an account and region only: the whole
   * where nothing tells where its resources lie.
   */
  byHome(known: Partial<Home>): State[] {
    const homes = new Map(
      this.resources.flatMap(({ home }) => (home ? [[keyOf(home), home]] : [])),
    );
    if (homes.size === 0) return [this];
    return [...homes.values()].map((home) => {
      const near = this.resources.filter(
        (one) =>
          may(one.home?.account, home.account) &&
          (global.test(one.type) || may(one.home?.region, home.region)),
      );
      return new State(near, known, home);
    });
  }

  /** Values of the resources of a type. */
  of(type: string): Values[] {
    return (this.#byType.get(type) ?? []).map(({ values }) => values);
  }

  /** The resource of a type that has the value. */
  find(type: string, key: string, value: string | undefined): Values | undefined {
    return value === undefined ? undefined : this.of(type).find((v) => v[key] === value);
  }

  /** Values of resources of a type that refer to one by any of its names: id, name or ARN. */
  referring(type: string, key: string, to: Values): Values[] {
    const names = new Set(['id', 'name', 'arn', 'bucket', 'url'].map((name) => text(to, name)));
    return this.of(type).filter((values) => names.has(text(values, key) ?? ' '));
  }

  /** Its ARN; built from its name before it is applied. Null where the account is not known. */
  arn(values: Values, service: string, resource: string, { global = false } = {}): string | null {
    const told = text(values, 'arn');
    if (told !== undefined && parseArn(told)?.service === service) return told;
    const { partition, account, region } = this.home;
    if (account === undefined || (!global && region === undefined)) return null;
    return `arn:${partition}:${service}:${global ? '' : region}:${account}:${resource}`;
  }
}
