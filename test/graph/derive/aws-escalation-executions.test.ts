import { describe, expect, test } from 'vitest';
import { named, type Effect } from '../../../graph/access/aws/effect.ts';
import { allExecutions } from '../../../graph/access/aws/techniques.ts';
import type { Node } from '../../../graph/entity.ts';
import { account, allow, deny, node, user } from './aws.ts';
import { edgesOf, ends } from './escalations.ts';

const examples: Readonly<Record<string, string>> = {
  'arn:*:bedrock-agentcore:*:*:code-interpreter*/*': 'code-interpreter-custom/c',
  'arn:*:bedrock-agentcore:*:*:runtime/*#*': 'runtime/r#vm',
};

/** A workload of the form that a row is about. */
function workloadOf({ form, kind }: Effect): Node {
  const [, , service, , , ...rest] = form.split(':');
  const resource = examples[form] ?? rest.join(':').replaceAll('*', 'x');
  return node(kind, `arn:aws:${service}:us-east-1:${account}:${resource}`, { account, type: 't' });
}

const set = `set:${account}/t`;

describe.each(allExecutions.map((effect) => ({ effect, name: named(effect).join(' + ') })))(
  '$name',
  ({ effect }) => {
    const workload = workloadOf(effect);
    const wanted = named(effect);
    const [first = ''] = effect.actions;
    const also = wanted.slice(effect.actions.length);

    test('leads to the workload', () => {
      const [found] = edgesOf([user('u', [allow([first, ...also])]), workload]);
      expect(found).toMatchObject({ kind: 'CAN_EXECUTE_ON' });
      const to = effect.unseen === undefined ? set : workload.uid;
      expect(found?.to.uid).toBe(to);
      expect('conditional' in (found?.props ?? {})).toBe(effect.unseen !== undefined);
      expect('inferred' in (found?.props ?? {})).toBe(effect.candidate !== undefined);
    });

    test('one by name is spelled out', () => {
      const on = effect.on === 'agent' ? workload.uid.replace(/#.*$/, '') : workload.uid;
      const beside = (effect.also ?? []).filter((need) => typeof need !== 'string');
      const statements = [
        allow([first, ...also], on),
        ...beside.map(({ action, form }) => allow(action, form)),
      ];
      expect(ends([user('u', statements), workload])).toEqual([workload.uid]);
    });

    test('not with a deny', () => {
      const statements = [allow([first, ...also]), deny(first)];
      expect(ends([user('u', statements), workload])).toEqual([]);
    });

    const fewer = allExecutions
      .filter((row) => row.form === effect.form && row !== effect)
      .map(named);
    const alone = also.filter((lost) => {
      const left = new Set([first, ...also].filter((action) => action !== lost));
      return !fewer.some((row) => row.every((action) => left.has(action)));
    });
    test.runIf(alone.length > 0).each(alone)('not without %s', (lost) => {
      const left = [first, ...also].filter((action) => action !== lost);
      expect(ends([user('u', [allow(left)]), workload])).toEqual([]);
    });
  },
);

test('an instance that Systems Manager does not manage runs no command', () => {
  const instance = (props: object) =>
    node('Workload', `arn:aws:ec2:us-east-1:${account}:instance/i`, {
      account,
      type: 't',
      ...props,
    });
  const able = user('u', [allow('ssm:SendCommand')]);
  expect(ends([able, instance({ managed: true })])).toEqual([set]);
  expect(ends([able, instance({ managed: false })])).toEqual([]);
});
