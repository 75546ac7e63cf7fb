import { describe, expect, test } from 'vitest';
import accessKeyOwner from '../../../graph/derive/access-key-owner.ts';
import instanceIdentity from '../../../graph/derive/instance-identity.ts';
import { derived, smallView, type NodeNote } from './small-view.ts';

describe('an instance', () => {
  const instance = 'arn:aws:ec2:us-east-1:111122223333:instance/i-1';
  const profile = 'arn:aws:iam::111122223333:instance-profile/web';
  const role = 'arn:aws:iam::111122223333:role/web-role';
  const machine: NodeNote = [
    'Workload',
    instance,
    { type: 'ec2-instance', config: { instanceProfile: profile, interfaces: [] } },
  ];
  const edges = (...nodes: NodeNote[]) => derived(instanceIdentity, smallView(nodes)).edges;

  test('acts as the role of its profile, whatever their names', () => {
    const found = edges(machine, ['Identity', role, { instanceProfiles: [profile] }]);
    expect(found.get(`ACTS_AS ${instance} > ${role}`)?.because).toMatchObject([
      [{ id: `${instance}#instance-profile`, holder: instance }],
    ]);
  });
  test('without a profile acts as nobody', () => {
    const bare: NodeNote = ['Workload', instance, { config: { interfaces: [] } }];
    expect(edges(bare, ['Identity', role, { instanceProfiles: [profile] }]).size).toBe(0);
  });
  test('of a profile that no role names acts as nobody known', () => {
    const other = `${profile}-2`;
    expect(edges(machine, ['Identity', role, { instanceProfiles: [other] }]).size).toBe(0);
  });
});

describe('an access key', () => {
  const key = (owner: string, account = '111122223333'): NodeNote => [
    'Credential',
    'cred:AKIAIOSFODNN7EXAMPLE',
    { type: 'aws-access-key', owner, account },
  ];
  const user = (path: string, account = '111122223333'): NodeNote => [
    'Identity',
    `arn:aws:iam::${account}:user/${path}`,
    { subtype: 'user', name: path.split('/').at(-1), account },
  ];
  const owners = (...nodes: NodeNote[]) =>
    [...derived(accessKeyOwner, smallView(nodes)).edges.keys()].map((id) => id.split(' > ')[1]);

  test('is its user’s, whose path its record leaves out', () => {
    expect(owners(key('ann'), user('team/shop/ann'))).toEqual([
      'arn:aws:iam::111122223333:user/team/shop/ann',
    ]);
  });
  test('is nobody’s of another account, name or kind', () => {
    expect(owners(key('ann'), user('ann', '444455556666'))).toEqual([]);
    expect(owners(key('ann'), user('joann'))).toEqual([]);
    const role: NodeNote = [
      'Identity',
      'arn:aws:iam::111122223333:role/ann',
      { subtype: 'role', name: 'ann', account: '111122223333' },
    ];
    expect(owners(key('ann'), role)).toEqual([]);
  });
});
