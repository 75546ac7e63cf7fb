import type { Ref } from '../../../graph/claim.ts';
import { parseArn } from './arn.ts';
import { bedrockModelArn } from './bedrock-model-arn.ts';
import { textsAt, type TrailEvent } from './cloudtrail-event.ts';
import { resourceRef } from './resource-ref.ts';

/** Where an event happened. */
export interface Site {
  partition: string;
  account: string;
  region: string;
}

/** What an event was done to. Names that cannot be made into an id come out as `unresolved`. */
export type Target = (event: TrailEvent, site: Site) => { refs: Ref[]; unresolved: string[] };

export const siteOf = (event: TrailEvent, account: string): Site => ({
  partition: parseArn(event.userIdentity.arn)?.partition ?? 'aws',
  account,
  region: event.awsRegion ?? '',
});

const global = new Set(['iam', 's3']);

function collect(texts: readonly string[], toArn: (text: string) => string | null) {
  const refs = new Map<string, Ref>();
  const unresolved: string[] = [];
  for (const text of texts) {
    const ref = resourceRef(text.startsWith('arn:') ? text : toArn(text));
    if (ref) refs.set(ref.uid, ref);
    else unresolved.push(text);
  }
  return { refs: [...refs.values()], unresolved };
}

/**
 * A resource of a service by the name or ARN at a path of the event; `form` makes the name the
 * resource part of an ARN, `{}` standing for it. Without a form only an ARN will do.
 */
export const named =
  (path: string, service = '', form?: string): Target =>
  (event, { partition, account, region }) =>
    collect(textsAt(event, path), (name) => {
      if (form === undefined) return null;
      const place = service === 's3' ? ':' : `${global.has(service) ? '' : region}:${account}`;
      return `arn:${partition}:${service}:${place}:${form.replace('{}', name.replace(/^\//, ''))}`;
    });

/** The resources that CloudTrail itself lists, of those AWS types where any are given. */
export const listed =
  (...types: readonly string[]): Target =>
  ({ resources }) =>
    collect(
      (resources ?? []).flatMap(({ ARN, type }) =>
        ARN && (types.length === 0 || (type && types.includes(type))) ? [ARN] : [],
      ),
      () => null,
    );

/** The model of a Bedrock Runtime call. */
export const model: Target = (event, site) =>
  collect(textsAt(event, 'requestParameters.modelId'), (id) => bedrockModelArn(id, site));

/** The account itself. */
export const accountItself: Target = (_event, { account }) => ({
  refs: [{ kind: 'Account', uid: `aws:${account}` }],
  unresolved: [],
});

/** A log by its type, where AWS gives it no ARN. */
export const logSink =
  (type: string): Target =>
  (_event, { account, region }) => ({
    refs: [{ kind: 'LogSink', uid: `log:${account}/${region}/${type}` }],
    unresolved: [],
  });

/** The first of several ways that yields anything. */
export const either =
  (...ways: readonly Target[]): Target =>
  (event, site) => {
    const found = ways.map((way) => way(event, site));
    return (
      found.find(({ refs }) => refs.length > 0) ??
      found.find(({ unresolved }) => unresolved.length > 0) ?? { refs: [], unresolved: [] }
    );
  };
