import { dirname } from 'node:path';
import type { Claim } from '../graph/claim.ts';

const ownerAccount = /^(?:aws|terraform|cloudtrail):(\d{12})(?:\/|$)/;

/** What the files of a folder tell of the account and region of those that do not tell their own. */
export class FolderKnowledge {
  readonly #defined = new Map<string, Set<string>>();
  readonly #named = new Map<string, Set<string>>();
  readonly #regions = new Map<string, Set<string>>();
  /** Regions that policies of an account name for its own resources. */
  readonly #grantedRegions = new Map<string, Set<string>>();

  /** Remembers what a file's claims say, for its folder and all above it. */
  learn(path: string, claims: readonly Claim[]): void {
    for (const { owner, nodes } of claims) {
      const account = ownerAccount.exec(owner)?.[1];
      if (account) note(this.#named, path, account);
      for (const { kind, uid, props, defines } of nodes) {
        if (kind === 'Account' && defines)
          note(this.#defined, path, uid.slice(uid.indexOf(':') + 1));
        if (typeof props.region === 'string' && /-\d$/.test(props.region))
          note(this.#regions, path, props.region);
        for (const region of account ? regionsIn(props, account) : [])
          note(this.#grantedRegions, path, region);
      }
    }
  }

  /**
   * The account that the nearest folder's own dump or caller identity tells, else the only one that
   * its records name.
   */
  account(path: string): Told {
    return first(only(this.#defined, path), only(this.#named, path));
  }

  /**
   * The only region in which the nearest folder's resources lie, else the only one that the account's
   * own policies name for its resources.
   */
  region(path: string): Told {
    return first(only(this.#regions, path), only(this.#grantedRegions, path));
  }
}

/** A value, or the several among which a folder does not choose; neither where it tells nothing. */
export interface Told {
  value?: string;
  several?: readonly string[];
}

/** The first that tells a value; else, unless a folder is silent, what is unclear. */
const first = (...told: Told[]): Told =>
  told.find(({ value }) => value !== undefined) ?? told.find(({ several }) => several) ?? {};

const ownArn = /\barn:[\w-]+:[\w-]+:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):/g;

/** Regions of the account's own resources that policies in a node's properties name. */
function regionsIn(props: object, account: string): string[] {
  const { inline, document, policy } = props as Record<string, unknown>;
  const text = JSON.stringify([inline, document, policy]);
  return [...text.matchAll(ownArn)].flatMap(([, region, owner]) =>
    region !== undefined && owner === account ? [region] : [],
  );
}

function note(known: Map<string, Set<string>>, path: string, value: string) {
  for (const folder of above(path)) {
    const values = known.get(folder);
    if (values) values.add(value);
    else known.set(folder, new Set([value]));
  }
}

/** Values of the nearest folder that has any. */
function nearest(known: Map<string, Set<string>>, path: string): string[] {
  for (const folder of above(path)) {
    const values = known.get(folder);
    if (values) return [...values].sort();
  }
  return [];
}

function only(known: Map<string, Set<string>>, path: string): Told {
  const values = nearest(known, path);
  const [value] = values;
  return value === undefined ? {} : values.length === 1 ? { value } : { several: values };
}

function* above(path: string): Generator<string> {
  let folder = dirname(path);
  for (;;) {
    yield folder;
    const next = dirname(folder);
    if (next === folder) return;
    folder = next;
  }
}
