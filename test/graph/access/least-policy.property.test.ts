import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveAccess } from '../../../graph/access/aws/resolve.ts';
import { rightSize } from '../../../graph/access/aws/right-size.ts';
import type { Edge, Node } from '../../../graph/entity.ts';
import { View } from '../../../graph/view.ts';
import {
  bucket,
  bucketArn,
  edge,
  encrypted,
  key,
  keyNode,
  delegating,
  role,
} from '../derive/aws.ts';

const buckets = ['a', 'a-eu', 'b'];
const objects = buckets.flatMap((name) =>
  ['x', 'app/x', 'private/x'].map((at) => `${bucketArn(name)}/${at}`),
);
const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 'kms:Decrypt', 's3:ListBucket'];
const contexts = [{}, { 'aws:SourceVpce': 'vpce-1' }, { 'aws:SourceVpce': null }];

const pattern = fc.constantFrom(
  '*',
  'arn:aws:s3:::*',
  `${bucketArn('a')}*`,
  `${bucketArn('a')}/*`,
  `${bucketArn('b')}/private/*`,
  'arn:aws:s3:::*/private/*',
  'arn:aws:s3:::b/${aws:PrincipalTag/home}/*',
  key,
);
const statement = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    action: fc.constantFrom('*', 's3:*', 's3:Get*', 's3:PutObject', 'kms:*', 's3:*Object'),
    notAction: fc.constantFrom(false, false, false, true),
    resource: fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }),
    notResource: fc.constantFrom(false, false, true),
    condition: fc.constantFrom(undefined, undefined, {
      StringEquals: { 'aws:SourceVpce': 'vpce-1' },
    }),
  })
  .map((of) => ({
    Effect: of.effect,
    [of.notAction ? 'NotAction' : 'Action']: of.action,
    [of.notResource ? 'NotResource' : 'Resource']: of.resource,
    ...(of.condition && { Condition: of.condition }),
  }));
const use = fc.record({
  on: fc.constantFrom(...buckets),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:DeleteObject'),
});

const kinds: Readonly<Record<string, 'CAN_READ' | 'CAN_WRITE' | 'CAN_DELETE'>> = {
  's3:GetObject': 'CAN_READ',
  's3:PutObject': 'CAN_WRITE',
  's3:DeleteObject': 'CAN_DELETE',
};
/** How far a verdict lets a request through. */
const sure = { deny: 0, conditional: 1, allow: 2 };
const tags = { home: 'app' };
const around: Node[] = [...buckets.map((name) => bucket(name)), keyNode(delegating)];

const verdicts = (who: Node, edges: Edge[] = []) => {
  const view = new View([who, ...around], edges);
  return (action: string, resource: string, context: object) =>
    resolveAccess(view, { principal: who.uid, action, resource, context: { ...context } }).verdict;
};

test('the least policy keeps what was used as it was granted, and gives nothing that was not', () => {
  fc.assert(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 4 }),
      fc.uniqueArray(use, { minLength: 1, maxLength: 3, selector: (one) => JSON.stringify(one) }),
      (statements, uses) => {
        const app = role('app', statements, { tags });
        const seen = uses.map(({ on, action }): Edge => {
          const kind = kinds[action] ?? 'CAN_READ';
          return { ...edge(kind, app.uid, bucketArn(on), { actions: [action] }), lastSeen: 1 };
        });
        const { policy } = rightSize(
          new View([app, ...around], [...seen, encrypted('a')]),
          app.uid,
        );
        const before = verdicts(app);
        const inline = policy ? [{ name: 'least', document: policy }] : [];
        const after = verdicts(role('app', [], { tags, inline }));
        for (const context of contexts) {
          for (const action of actions)
            for (const resource of [...objects, ...buckets.map(bucketArn), key]) {
              const name = resource.slice('arn:aws:s3:::'.length).split('/')[0] ?? '';
              const is = after(action, resource, context);
              const was = before(action, resource, context);
              expect(sure[is], `${action} on ${resource}`).toBeLessThanOrEqual(sure[was]);
              const isUsed = uses.some((one) => one.action === action && one.on === name);
              if (isUsed && resource.includes('/'))
                expect([action, resource, is]).toEqual([action, resource, was]);
            }
          if (uses.some(({ on, action }) => on === 'a' && action === 's3:GetObject'))
            expect(after('kms:Decrypt', key, context)).toBe(before('kms:Decrypt', key, context));
        }
      },
    ),
    { numRuns: 300 },
  );
});
