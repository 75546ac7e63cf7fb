import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../../config.ts';
import { Stream } from '../../../ingest/stream.ts';
import { streamAccess, topicsOf } from '../../../ingest/stream/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-kafka-settings-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const base = { CUTSET_KAFKA_BROKERS: 'a:9092, b:9092' };
const sasl = { CUTSET_KAFKA_SASL: 'scram-sha-512', CUTSET_KAFKA_USERNAME: 'cutset' };
const accessOf = (environment: Record<string, string>) => streamAccess(readConfig(environment));

test('brokers, TLS files and a password in a file make up the access', () => {
  const access = accessOf({
    ...base,
    ...sasl,
    CUTSET_KAFKA_TLS: 'true',
    CUTSET_KAFKA_TLS_CA: file('ca', 'CA'),
    CUTSET_KAFKA_TLS_CERT: file('cert', 'CERT'),
    CUTSET_KAFKA_TLS_KEY: file('tls-key', 'KEY'),
    CUTSET_KAFKA_PASSWORD_FILE: file('password', 'hunter2\n'),
  });
  expect(access.brokers).toEqual(['a:9092', 'b:9092']);
  expect(access.sasl).toMatchObject({ mechanism: 'scram-sha-512', username: 'cutset' });
  expect(access.sasl?.password.reveal()).toBe('hunter2');
  expect(access.tls?.ca).toBe('CA');
  expect(access.tls?.cert).toBe('CERT');
});

test('no secret shows when settings or access are logged', () => {
  const environment = { ...base, ...sasl, CUTSET_KAFKA_PASSWORD: 'hunter2' };
  const key = { CUTSET_KAFKA_TLS: 'true', CUTSET_KAFKA_TLS_KEY: file('key', 'hunter2') };
  for (const value of [readConfig(environment), accessOf({ ...environment, ...key })])
    for (const text of [JSON.stringify(value), inspect(value, { depth: 9 }), `${inspect(value)}`]) {
      expect(text).not.toContain('hunter2');
      expect(text).toContain('a:9092');
    }
});

test.each([
  ['no brokers', {}, 'CUTSET_KAFKA_BROKERS'],
  ['a sign-in without a user', { ...base, CUTSET_KAFKA_SASL: 'plain' }, 'CUTSET_KAFKA_USERNAME'],
  ['a sign-in without a password', { ...base, ...sasl }, 'CUTSET_KAFKA_PASSWORD'],
  ['an unknown way to sign in', { ...base, CUTSET_KAFKA_SASL: 'ntlm' }, 'CUTSET_KAFKA_SASL'],
  [
    'a file that is not there',
    { ...base, ...sasl, CUTSET_KAFKA_PASSWORD_FILE: '/nowhere/password' },
    'CUTSET_KAFKA_PASSWORD_FILE /nowhere/password',
  ],
])('%s is wrong usage that names the setting', (_, environment, named) => {
  expect(() => accessOf(environment)).toThrow(named);
});

test('a topic names its source, or leaves it to detection', () => {
  expect(topicsOf(['a=aws.guardduty-finding', 'b'])).toEqual([
    { name: 'a', source: 'aws.guardduty-finding' },
    { name: 'b' },
  ]);
});

test('a Kafka that does not answer is named', async () => {
  const open = Stream.open({ brokers: ['127.0.0.1:1'], tls: null, sasl: null });
  await expect(open).rejects.toThrow('Kafka at 127.0.0.1:1');
  await expect(open).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE', retry: true });
});
