import { parseArn } from '../aws/arn.ts';
import { isValues, listOf, text, type Values } from './values.ts';

/** A resource that Terraform manages. */
export interface Resource {
  type: string;
  address: string;
  values: Values;
}

/** Where what a state describes lies, as far as its ARNs tell. */
export interface Home {
  partition: string;
  account: string | undefined;
  region: string | undefined;
}

function* resourcesIn(module: unknown): Generator<Resource> {
  if (!isValues(module)) return;
  for (const { mode, type, address, values } of listOf(module['resources']))
    if (mode !== 'data' && typeof type === 'string')
      yield { type, address: String(address), values: isValues(values) ? values : {} };
  for (const child of listOf(module['child_modules'])) yield* resourcesIn(child);
}

/** The value that most have; undefined where nobody has one. */
function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** The resources of a state or plan, modules within modules included. */
export class State {
  readonly resources: readonly Resource[];
  readonly home: Home;
  readonly #byType = new Map<string, Resource[]>();

  constructor(rootModule: unknown, known: Partial<Home>) {
    this.resources = [...resourcesIn(rootModule)];
    for (const resource of this.resources) {
      const same = this.#byType.get(resource.type);
      if (same) same.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
    const arns = this.resources.flatMap(({ values }) => parseArn(values['arn']) ?? []);
    const accounts = arns.map(({ account }) => account).filter((id) => /^\d{12}$/.test(id));
    this.home = {
      partition: commonest(arns.map(({ partition }) => partition)) ?? 'aws',
      account: commonest(accounts) ?? known.account,
      region: commonest(arns.map(({ region }) => region).filter(Boolean)) ?? known.region,
    };
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
