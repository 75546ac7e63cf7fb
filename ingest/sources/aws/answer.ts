import { claimKey, type Ref } from '../../../graph/claim.ts';
import { fail } from '../../../graph/errors.ts';
import type { FromKind, NodeKind, PropsOf } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Emit, Origin } from '../../source.ts';
import { accountUid, parseArn } from './arn.ts';

/** What a call's map may ask: whose answer it is, where it came from, and a claim to fill. */
export interface Answer {
  /** Twelve digits. Refuses the record (RECORD_HOMELESS) where neither record nor place tells. */
  readonly account: string;
  /** As in ARNs; refuses likewise. `global` services have no region. */
  readonly region: string;
  readonly partition: string;
  /** Arguments that the path tells. */
  readonly args: readonly string[];
  /** An argument that must be there to know what the answer is about. */
  arg(index: number, what: string): string;
  /** A claim of this call on a subject; an ARN as subject settles account and region. */
  claim(subject: string): ClaimBuilder;
  /** A claim on an event that the answer reports, by its id and time. */
  seen(event: string, at: number): ClaimBuilder;
  /** ARN in the answer's own partition, account and region. */
  arn(service: string, resource: string, place?: { region?: string; account?: string }): string;
  /** A node of that account: with account, region and provider, and its place in the account. */
  own<K extends FromKind<'IN_ACCOUNT'>>(
    claim: ClaimBuilder,
    kind: K,
    uid: string,
    props: PropsOf<K>,
  ): Ref<K>;
  unresolved(what: string): void;
  /** Keyed digest that stands for a secret. */
  digest(secret: string): string;
}

/** Names of a call as owner and scope use them. */
export interface Place {
  service: string;
  operation: string;
  global: boolean;
  /** The call of this service that lists what this one answers about, one by one. */
  listedBy?: string;
  /** True for a call about one thing: its claims are a scan of what its arguments name. */
  detail?: true;
}

/** What is known of an answer's home, settled by the first ARN of ours that it names. */
export class Home implements Answer {
  readonly #emit: Emit;
  readonly #origin: Origin;
  readonly #place: Place;
  #account: string | undefined;
  #region: string | undefined;
  #partition = 'aws';

  constructor(emit: Emit, origin: Origin, place: Place) {
    this.#emit = emit;
    this.#origin = origin;
    this.#place = place;
    this.#account = origin.account;
    this.#region = origin.region;
  }

  get account() {
    return (
      this.#account ??
      fail('RECORD_HOMELESS', 'neither the record nor its folder tells the account')
    );
  }
  get region() {
    if (this.#place.global) return this.#region ?? 'global';
    return (
      this.#region ?? fail('RECORD_HOMELESS', 'neither the record nor its folder tells the region')
    );
  }
  /** As much of account and region as is known. */
  get home(): Pick<Origin, 'account' | 'region'> {
    return {
      ...(this.#account !== undefined && { account: this.#account }),
      ...(this.#region !== undefined && { region: this.#region }),
    };
  }
  get partition() {
    return this.#partition;
  }
  get args() {
    return this.#origin.call?.args ?? [];
  }
  arg(index: number, what: string) {
    return this.args[index] ?? fail('RECORD_HOMELESS', `its path does not tell the ${what}`);
  }

  /** Takes account and region from an ARN where they are not known yet. */
  settle(subject: string) {
    const arn = parseArn(subject);
    if (!arn) return;
    if (/^\d{12}$/.test(arn.account)) this.#account ??= arn.account;
    if (arn.region !== '') this.#region ??= arn.region;
    this.#partition = arn.partition;
  }

  get owner() {
    return `${this.#origin.via ?? 'aws'}:${this.account}/${this.#place.service}`;
  }
  get scope() {
    const { operation, global } = this.#place;
    return [`${operation}@${global ? 'global' : this.region}`, ...this.args].join('/');
  }

  claim(subject: string, scope?: string) {
    this.settle(subject);
    const { operation, listedBy } = this.#place;
    scope ??= this.#detailScope;
    const listed = listedBy !== undefined && this.#origin.via === undefined;
    return this.#emit.claim({
      owner: this.owner,
      subject: `${operation}:${subject}`,
      ...(scope !== undefined && { scope }),
      ...(listed && {
        requires: claimKey({ owner: this.owner, subject: `${listedBy}:${subject}` }),
      }),
    });
  }

  /** Says that there is nothing of what the arguments name. */
  gone() {
    this.arg(0, 'resource that has none');
    this.#emit.complete({ owner: this.owner, scope: this.scope });
  }

  get #detailScope() {
    const { detail, global } = this.#place;
    const known = detail === true && this.args.length > 0 && this.#origin.via === undefined;
    return known && (global || this.#region !== undefined) ? this.scope : undefined;
  }

  seen(event: string, at: number) {
    return this.#emit.claim({ owner: this.owner, subject: event, at, mode: 'seen' });
  }

  arn(service: string, resource: string, place: { region?: string; account?: string } = {}) {
    const region = place.region ?? this.region;
    return `arn:${this.#partition}:${service}:${region}:${place.account ?? this.account}:${resource}`;
  }

  own<K extends FromKind<'IN_ACCOUNT'>>(
    claim: ClaimBuilder,
    kind: K,
    uid: string,
    props: PropsOf<K>,
  ) {
    this.settle(uid);
    const arn = parseArn(uid);
    const account = /^\d{12}$/.test(arn?.account ?? '') ? (arn?.account ?? '') : this.account;
    const region = arn?.region || (this.#place.global ? '' : this.#region);
    const place: PropsOf<NodeKind> = { provider: 'aws', account, ...(region && { region }) };
    const ref = claim.node(kind, uid, { ...place, ...props });
    claim.edge('IN_ACCOUNT', ref, claim.ref('Account', accountUid(account)));
    return ref;
  }

  unresolved(what: string) {
    this.#emit.unresolved(what);
  }

  digest(secret: string) {
    return this.#emit.digest(secret);
  }
}
