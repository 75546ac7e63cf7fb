import { dirname } from 'node:path';
import { fail } from '../graph/errors.ts';
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
   * its records name. Throws RECORD_HOMELESS where there are several.
   */
  account(path: string): string | undefined {
    return (
      only(this.#defined, path) ?? only(this.#named, path) ?? several(this.#named, path, 'accounts')
    );
  }

  /**
   * The only region in which the nearest folder's resources lie, else the only one that the account's
   * own policies name for its resources. Throws RECORD_HOMELESS where there are several.
   */
  region(path: string): string | undefined {
    return (
      only(this.#regions, path) ??
      several(this.#regions, path, 'regions') ??
      only(this.#grantedRegions, path)
    );
  }
}

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

function only(known: Map<string, Set<string>>, path: string): string | undefined {
  const values = nearest(known, path);
  return values.length === 1 ? values[0] : undefined;
}

function several(known: Map<string, Set<string>>, path: string, what: string): undefined {
  const values = nearest(known, path);
  if (values.length > 1)
    fail(
      'RECORD_HOMELESS',
      `which of its folder's ${what} it is of is not told: ${values.join(', ')}`,
    );
  return undefined;
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
