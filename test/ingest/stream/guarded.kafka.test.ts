import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../config.ts';
import type { Failure } from '../../../graph/errors.ts';
import { Estate } from '../../../graph/estate.ts';
import { Stream } from '../../../ingest/stream.ts';
import { streamAccess } from '../../../ingest/stream/settings.ts';
import { runWorker } from '../../../ingest/stream/worker.ts';
import type { Guarded } from '../../servers/broker.ts';
import { certify } from '../../servers/certificate.ts';
import { ownKafka } from '../../servers/kafka.ts';
import { events } from './load.ts';
import { calmly, differences, none, settled, usual } from './working.ts';

const folder = mkdtempSync(join(tmpdir(), 'cutset-guarded-'));
const ours = certify(join(folder, 'ours'));
const theirs = certify(join(folder, 'theirs'));
const [user, password] = ['cutset', 'pass-w0rd'];

/** A listener that signs in over TLS, one that only encrypts, and one that only signs in. */
function guarded(): Guarded | undefined {
  if (!ours) return undefined;
  const pem = join(folder, 'keystore.pem');
  writeFileSync(pem, readFileSync(ours.key, 'utf8') + readFileSync(ours.certificate, 'utf8'));
  const kafka = 'org.apache.kafka.common.security';
  const login = (listener: string) => [
    `listener.name.${listener}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512`,
    `listener.name.${listener}.plain.sasl.jaas.config=${kafka}.plain.PlainLoginModule required user_${user}="${password}";`,
    ...['256', '512'].map(
      (bits) =>
        `listener.name.${listener}.scram-sha-${bits}.sasl.jaas.config=${kafka}.scram.ScramLoginModule required;`,
    ),
  ];
  return {
    protocols: { BOTH: 'SASL_SSL', SEALED: 'SSL', SIGNED: 'SASL_PLAINTEXT' },
    lines: [
      ...['both', 'sealed'].flatMap((listener) => [
        `listener.name.${listener}.ssl.keystore.type=PEM`,
        `listener.name.${listener}.ssl.keystore.location=${pem}`,
      ]),
      ...login('both'),
      ...login('signed'),
    ],
    users: { [user]: password },
  };
}

const kafka = await ownKafka(guarded());
const skip = kafka.skip ?? (ours && theirs ? null : 'no openssl on this machine');
afterAll(async () => {
  if (kafka.skip === null) await kafka.broker.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** What the settings of a user come to at a listener. */
function access(listener: string, settings: Record<string, string>) {
  const port = kafka.skip === null ? kafka.broker.ports[listener] : 0;
  return streamAccess(readConfig({ CUTSET_KAFKA_BROKERS: `127.0.0.1:${port}`, ...settings }));
}

const tls = { CUTSET_KAFKA_TLS: 'true', CUTSET_KAFKA_TLS_CA: ours?.certificate ?? '' };
const signedIn = (mechanism: string, secret = password, name = user) => ({
  CUTSET_KAFKA_SASL: mechanism,
  CUTSET_KAFKA_USERNAME: name,
  CUTSET_KAFKA_PASSWORD: secret,
});

describe.skipIf(skip)('a Kafka that is guarded', () => {
  test.each([
    ['BOTH', 'plain over TLS', { ...tls, ...signedIn('plain') }],
    ['BOTH', 'scram-sha-256 over TLS', { ...tls, ...signedIn('scram-sha-256') }],
    ['BOTH', 'scram-sha-512 over TLS', { ...tls, ...signedIn('scram-sha-512') }],
    ['SEALED', 'TLS alone', tls],
    ['SIGNED', 'scram-sha-512 alone', signedIn('scram-sha-512')],
  ])('%s: %s: records are written and read', async (listener, what, settings) => {
    const stream = await Stream.open(access(listener, settings));
    const topic = `guarded-${what.replaceAll(' ', '-')}`;
    await stream.ensureTopic(topic, {}, 2);
    const calm = events(40);
    await stream.send(
      topic,
      calm.map((value) => ({ key: null, value: Buffer.from(value), headers: {} })),
    );
    const estate = await Estate.open();
    const report = await runWorker(stream, estate, usual([topic], topic));
    expect(report).toMatchObject({ records: 40, refused: 0 });
    expect(differences(await settled(estate), await calmly(calm))).toEqual(none);
    await estate.close();
    await stream.close();
  });

  test.each<[string, string, Record<string, string>, string, RegExp]>([
    [
      'a wrong password by PLAIN',
      ...(['BOTH', { ...tls, ...signedIn('plain', 'wrong') }, 'USAGE'] as const),
      /Invalid username or password \(signed in as cutset\)/,
    ],
    [
      'a wrong password by SCRAM',
      ...(['BOTH', { ...tls, ...signedIn('scram-sha-512', 'wrong') }, 'USAGE'] as const),
      /invalid credentials .* \(signed in as cutset\)/,
    ],
    [
      'a user that is not there',
      ...(['BOTH', { ...tls, ...signedIn('scram-sha-256', 'x', 'eve') }, 'USAGE'] as const),
      /invalid credentials .* \(signed in as eve\)/,
    ],
    [
      'a certificate that nobody vouches for',
      ...(['SEALED', { CUTSET_KAFKA_TLS: 'true' }, 'USAGE'] as const),
      /self-signed certificate \(CUTSET_KAFKA_TLS_CA/,
    ],
    [
      'a certificate of another authority',
      ...(['SEALED', { ...tls, CUTSET_KAFKA_TLS_CA: theirs?.certificate ?? '' }, 'USAGE'] as const),
      /certificate \(CUTSET_KAFKA_TLS_CA/,
    ],
    ['no TLS where it is wanted', 'SEALED', {}, 'STREAM_UNAVAILABLE', /asked without TLS/],
    [
      'TLS where it is not spoken',
      ...(['SIGNED', { ...tls, ...signedIn('plain') }, 'STREAM_UNAVAILABLE'] as const),
      /asked by TLS/,
    ],
    ['nobody signed in', 'SIGNED', {}, 'STREAM_UNAVAILABLE', /signed in as nobody/],
  ])('%s: it says so, and no password', async (_, listener, settings, code, says) => {
    const refused = await Stream.open(access(listener, settings)).then(
      (stream) => stream.close(),
      (error: unknown) => error as Failure,
    );
    expect(refused).toMatchObject({ code, message: expect.stringMatching(says) as unknown });
    expect(refused?.message).not.toContain('wrong');
  });
});
