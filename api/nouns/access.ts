import { z } from 'zod';
import type { ToMeet } from '../../graph/access/aws/explain.ts';
import { resolveAccess, type AccessAnswer, type Deciding } from '../../graph/access/aws/resolve.ts';
import { rightSize, type Granted, type RightSize } from '../../graph/access/aws/right-size.ts';
import type { Use } from '../../graph/access/aws/use.ts';
import { builder } from '../builder.ts';
import { limits } from '../limits.ts';

const Verdict = builder.enumType('AccessVerdict', {
  values: ['allow', 'deny', 'conditional'] as const,
});

const DecidingType = builder.objectRef<Deciding>('DecidingStatement').implement({
  description: 'A statement that decided.',
  fields: (t) => ({
    policy: t.exposeString('policy'),
    statement: t.exposeString('statement', {
      nullable: true,
      description: 'Sid, or place from 0; null where the policy has none that allows.',
    }),
    effect: t.exposeString('effect', { description: '`allow` or `deny`.' }),
    kind: t.exposeString('kind', { description: '`identity`, `resource`, `scp`, `boundary` …' }),
    where: t.exposeString('where', {
      nullable: true,
      description: 'File and record, or event, that the policy was read from.',
    }),
  }),
});

const ToMeetType = builder.objectRef<ToMeet>('ConditionToMeet').implement({
  fields: (t) => ({
    key: t.exposeString('key'),
    operator: t.exposeString('operator'),
    values: t.exposeStringList('values'),
    must: t.exposeBoolean('must', { description: 'Must hold (of an allow), or must not.' }),
    policy: t.exposeString('policy'),
    statement: t.exposeString('statement'),
  }),
});

const AccessType = builder.objectRef<AccessAnswer>('Access').implement({
  description: 'Whether a principal may do an action on a resource, and why.',
  fields: (t) => ({
    verdict: t.expose('verdict', { type: Verdict }),
    conditions: t.exposeStringList('conditions', {
      description: 'Condition keys, or unread policies, that the verdict hangs on.',
    }),
    because: t.expose('because', { type: [DecidingType] }),
    missing: t.exposeStringList('missing', {
      description: 'What stands between a refused request and being allowed.',
    }),
    meet: t.expose('meet', { type: [ToMeetType] }),
    assumed: t.exposeStringList('assumed'),
  }),
});

const UseType = builder.objectRef<Use>('UsedPermission').implement({
  fields: (t) => ({
    action: t.exposeString('action'),
    resource: t.exposeString('resource'),
    lastSeen: t.float({
      description: 'Milliseconds since 1970.',
      resolve: ({ lastSeen }) => lastSeen,
    }),
    count: t.exposeInt('count', { nullable: true }),
    by: t.exposeString('by', { description: '`event`, or `last-accessed`: tracked by IAM.' }),
  }),
});

const GrantedType = builder.objectRef<Granted>('GrantedStatement').implement({
  fields: (t) => ({
    policy: t.exposeString('policy'),
    statement: t.exposeString('statement'),
    actions: t.exposeStringList('actions'),
    used: t.exposeBoolean('used', {
      nullable: true,
      description: 'Whether anything needed it; null where nobody can tell.',
    }),
    where: t.exposeString('where', { nullable: true }),
  }),
});

const UnusedType = builder.objectRef<RightSize['unused'][number]>('UnusedAccess').implement({
  fields: (t) => ({
    kind: t.exposeString('kind'),
    to: t.exposeString('to'),
    actions: t.exposeStringList('actions'),
    never: t.exposeBoolean('never', {
      description: 'IAM tracked it and saw no use; else nobody was seen to use it.',
    }),
  }),
});

const RightSizeType = builder.objectRef<RightSize>('RightSize').implement({
  description: 'What an identity is granted against what it was seen to use.',
  fields: (t) => ({
    identity: t.exposeString('identity'),
    granted: t.expose('granted', { type: [GrantedType] }),
    used: t.expose('used', { type: [UseType] }),
    unused: t.expose('unused', { type: [UnusedType] }),
    policy: t.string({
      nullable: true,
      description: 'The least policy that keeps what was used, as JSON.',
      resolve: ({ policy }) => policy && JSON.stringify(policy),
    }),
    notes: t.exposeStringList('notes', { description: 'What the answer leaves out.' }),
  }),
});

const text = z.string().min(1).max(limits.text);

const given = builder.inputType('ContextKey', {
  fields: (t) => ({
    key: t.string({ required: true }),
    values: t.stringList({ description: 'Null: known to be absent.' }),
  }),
});

builder.queryFields((t) => ({
  access: t.field({
    type: AccessType,
    description: 'May an AWS principal do an action on a resource? As `cutset access`.',
    complexity: 50,
    args: {
      principal: t.arg.string({ required: true, validate: text }),
      action: t.arg.string({ required: true, validate: text }),
      resource: t.arg.string({ required: true, validate: text }),
      context: t.arg({ type: [given], validate: z.array(z.unknown()).max(limits.rows) }),
    },
    resolve: (_, { principal, action, resource, context }, { estate }) =>
      resolveAccess(estate.view, {
        principal,
        action,
        resource,
        context: Object.fromEntries(
          (context ?? []).map(({ key, values }) => [key, values ?? null]),
        ),
      }),
  }),
  rightSize: t.field({
    type: RightSizeType,
    description: 'What an AWS identity may do without, and the least policy that keeps the rest.',
    complexity: 100,
    args: { identity: t.arg.string({ required: true, validate: text }) },
    resolve: (_, { identity }, { estate }) => rightSize(estate.view, identity),
  }),
}));
