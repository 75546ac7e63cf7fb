import type { Rule } from '../rules/rule.ts';
import type { Capability } from '../schema/capability.ts';
import type { Exposure } from './exposure.ts';
import type { Finding } from './finding.ts';
import type { Proposal } from './proposal.ts';

/** What came of a proposal; null where no path confirms it. */
export type Outcome = Finding | null | 'undecided';

/** What was asked about the start of a path. */
export interface AskedExposure {
  uid: string;
  needs: Capability;
  told: Exposure;
}

interface Kept {
  rule: Rule;
  proposal: Proposal;
  outcome: Outcome;
  reads: ReadonlySet<string>;
  exposures: readonly AskedExposure[];
}

const keyOf = ({ id }: Rule, { entry, target }: Proposal) => `${id}\n${entry}\n${target}`;

/** Outcomes of proposals from one evaluation to the next, each while nothing changes that it read. */
export class FindingMemory {
  #kept: Map<string, Kept>;
  /** By id, keys of the outcomes that read it; made when first needed. */
  #readers: Map<string, Set<string>> | null = null;
  /** Keys that were asked for since the last sweep. */
  #asked = new Set<string>();

  constructor(kept: Iterable<readonly [string, Kept]> = []) {
    this.#kept = new Map(kept);
  }

  /** The same outcomes for a state of its own. */
  copy(): FindingMemory {
    return new FindingMemory(this.#kept);
  }

  /** `exposureAt`: as it is now. */
  get(
    rule: Rule,
    proposal: Proposal,
    exposureAt: (uid: string, needs: Capability) => Exposure,
  ): Outcome | undefined {
    const key = keyOf(rule, proposal);
    this.#asked.add(key);
    const kept = this.#kept.get(key);
    if (kept?.rule !== rule || kept.proposal !== proposal) return undefined;
    const same = kept.exposures.every(({ uid, needs, told }) => {
      const now = exposureAt(uid, needs);
      return now.start === told.start && now.untrusted === told.untrusted;
    });
    return same ? kept.outcome : undefined;
  }

  keep(kept: Kept): void {
    const key = keyOf(kept.rule, kept.proposal);
    this.#drop(key);
    this.#kept.set(key, kept);
    if (this.#readers) for (const id of kept.reads) put(this.#readers, id, key);
  }

  /** Forgets what read any of these. */
  forget(ids: Iterable<string>): void {
    if (this.#kept.size === 0) return;
    this.#readers ??= this.#indexed();
    for (const id of ids) for (const key of this.#readers.get(id) ?? []) this.#drop(key);
  }

  clear(): void {
    this.#kept.clear();
    this.#readers = null;
  }

  /** Forgets what nobody asked for since the last time. */
  sweep(): void {
    for (const key of this.#kept.keys()) if (!this.#asked.has(key)) this.#drop(key);
    this.#asked = new Set();
  }

  #drop(key: string): void {
    const kept = this.#kept.get(key);
    if (!kept) return;
    this.#kept.delete(key);
    if (!this.#readers) return;
    for (const id of kept.reads) {
      const keys = this.#readers.get(id);
      keys?.delete(key);
      if (keys?.size === 0) this.#readers.delete(id);
    }
  }

  #indexed(): Map<string, Set<string>> {
    const readers = new Map<string, Set<string>>();
    for (const [key, { reads }] of this.#kept) for (const id of reads) put(readers, id, key);
    return readers;
  }
}

function put(index: Map<string, Set<string>>, id: string, key: string): void {
  const known = index.get(id);
  if (known) known.add(key);
  else index.set(id, new Set([key]));
}
