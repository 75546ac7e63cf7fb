import { dirname } from 'node:path';
import { fail } from '../graph/errors.ts';
import type { Claim } from '../graph/claim.ts';

const ownerAccount = /^(?:aws|terraform|cloudtrail):(\d{12})(?:\/|$)/;

/** What the files of a folder tell of the account and region of those that do not tell their own. */
export class FolderKnowledge {
  readonly #accounts = new Map<string, Set<string>>();
  readonly #regions = new Map<string, Set<string>>();

  /** Remembers what a file's claims say, for its folder and all above it. */
  learn(path: string, claims: readonly Claim[]): void {
    for (const { owner, nodes } of claims) {
      const account = ownerAccount.exec(owner)?.[1];
      if (account) this.#note(this.#accounts, path, account);
      for (const { props } of nodes)
        if (typeof props.region === 'string' && /-\d$/.test(props.region))
          this.#note(this.#regions, path, props.region);
    }
  }

  /** The account of the nearest folder that tells one. Throws RECORD_HOMELESS if it tells several. */
  account(path: string): string | undefined {
    return this.#only(this.#accounts, path, 'accounts');
  }

  region(path: string): string | undefined {
    return this.#only(this.#regions, path, 'regions');
  }

  #note(known: Map<string, Set<string>>, path: string, value: string) {
    for (const folder of above(path)) {
      const values = known.get(folder);
      if (values) values.add(value);
      else known.set(folder, new Set([value]));
    }
  }

  #only(known: Map<string, Set<string>>, path: string, what: string): string | undefined {
    for (const folder of above(path)) {
      const values = known.get(folder);
      if (!values) continue;
      if (values.size > 1)
        fail(
          'RECORD_HOMELESS',
          `it does not tell which of its folder's ${what} it is: ${[...values].sort().join(', ')}`,
        );
      return [...values][0];
    }
    return undefined;
  }
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
