import { expect, test } from 'vitest';
import enforcedGuardrail from '../../../graph/derive/enforced-guardrail.ts';
import keyAlias from '../../../graph/derive/key-alias.ts';
import trainingLineage from '../../../graph/derive/training-lineage.ts';
import workloadEgress from '../../../graph/derive/workload-egress.ts';
import { derived, smallView } from './small-view.ts';

test('data that trained a model shapes the endpoints that serve it', () => {
  const view = smallView(
    [
      ['Dataset', 's3://reviews/', {}],
      ['ModelArtifact', 's3://out/model.tar.gz', {}],
      ['ModelArtifact', 'custom-model', {}],
      ['ModelArtifact', 's3://out/other.tar.gz', {}],
      ['Workload', 'model', {}],
      ['Workload', 'config', {}],
      ['ModelEndpoint', 'endpoint', {}],
      ['ModelEndpoint', 'provisioned', {}],
      ['ModelEndpoint', 'elsewhere', {}],
    ],
    [
      ['s3://reviews/', 'SHAPES', 's3://out/model.tar.gz'],
      ['s3://reviews/', 'SHAPES', 'custom-model'],
      ['s3://out/model.tar.gz', 'LOADED_BY', 'model'],
      ['endpoint', 'RUNS_ON', 'config'],
      ['config', 'RUNS_ON', 'model'],
      ['custom-model', 'LOADED_BY', 'provisioned'],
      ['s3://out/other.tar.gz', 'LOADED_BY', 'elsewhere'],
    ],
  );
  expect([...derived(trainingLineage, view).edges.keys()].sort()).toEqual([
    'SHAPES s3://reviews/ > endpoint',
    'SHAPES s3://reviews/ > provisioned',
  ]);
});

test('an enforced guardrail protects agents and models of its account and region alone', () => {
  const at = (account: string, region: string) => ({ provider: 'aws', account, region });
  const view = smallView(
    [
      ['Account', 'aws:111122223333', {}],
      ['Guardrail', 'g', at('111122223333', 'us-east-1')],
      ['Guardrail', 'attached', at('111122223333', 'us-east-1')],
      ['Agent', 'here', at('111122223333', 'us-east-1')],
      ['ModelEndpoint', 'model', at('111122223333', 'us-east-1')],
      ['Agent', 'other-region', at('111122223333', 'eu-west-1')],
      ['Agent', 'other-account', at('444455556666', 'us-east-1')],
      ['Agent', 'nowhere', {}],
    ],
    [
      ['aws:111122223333', 'PROTECTED_BY', 'g', { enforced: true, version: '3' }],
      ['here', 'PROTECTED_BY', 'attached', { version: '1' }],
    ],
  );
  const { edges } = derived(enforcedGuardrail, view);
  expect([...edges.keys()].sort()).toEqual(['PROTECTED_BY here > g', 'PROTECTED_BY model > g']);
  expect(edges.get('PROTECTED_BY here > g')?.props).toEqual({ enforced: true, version: '3' });
});

test('an alias means the key that has it in the same account and region', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const place = { account: '111122223333', region: 'us-east-1' };
  const view = smallView([
    ['EncryptionKey', key, { aliases: ['alias/rag', 'alias/logs'] }],
    ['DataStore', 'queue', { ...place, kmsKey: 'alias/rag' }],
    ['Secret', 'secret', { ...place, kmsKey: 'arn:aws:kms:us-east-1:111122223333:alias/logs' }],
    ['DataStore', 'elsewhere', { ...place, region: 'eu-west-1', kmsKey: 'alias/rag' }],
    ['DataStore', 'unknown', { ...place, kmsKey: 'alias/none' }],
    ['DataStore', 'odd', { ...place, kmsKey: 'foo' }],
  ]);
  expect([...derived(keyAlias, view).edges.keys()].sort()).toEqual([
    `ENCRYPTED_WITH queue > ${key}`,
    `ENCRYPTED_WITH secret > ${key}`,
  ]);
});

test('workloads send data out where their configuration says that they can', () => {
  const view = smallView([
    ['Workload', 'notebook', { type: 'sagemaker-notebook', internetAccess: true }],
    ['Workload', 'function', { type: 'lambda', config: {} }],
    ['Workload', 'in-vpc', { type: 'lambda', config: { vpc: 'vpc-1' } }],
    ['Workload', 'sandbox', { type: 'agentcore-code-interpreter', internetAccess: false }],
    ['Workload', 'service', { type: 'ecs-service', config: { assignPublicIp: true } }],
    ['Workload', 'instance', { type: 'ec2-instance' }],
  ]);
  expect([...derived(workloadEgress, view).edges.keys()].sort()).toEqual([
    'CAN_EGRESS function > internet',
    'CAN_EGRESS notebook > internet',
    'CAN_EGRESS service > internet',
  ]);
});
