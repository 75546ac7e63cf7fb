import { describe, expect, test } from 'vitest';
import { Estate } from '../../graph/estate.ts';
import { deadLetters, replay } from '../../ingest/deadletter.ts';
import { unpackedMost } from '../../ingest/stream/codecs.ts';
import { kafka } from '../servers/kafka.ts';
import { cutset } from './stream/command.ts';
import { events } from './stream/load.ts';
import { topicsOn, type Sent } from './stream/topic.ts';
import { calmly, differences, none, settled, streamOn, usual, work } from './stream/working.ts';

const { brokers, skip } = await kafka();

const poison: [what: string, value: Buffer | string, code: string][] = [
  ['no JSON', '{"eventName":', 'RECORD_UNREADABLE'],
  ['no text', Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x01]), 'RECORD_UNREADABLE'],
  ['nothing', '', 'RECORD_UNREADABLE'],
  ['a form that nobody knows', '{"hello":"world"}', 'RECORD_UNKNOWN'],
  ['a number', '42', 'RECORD_UNKNOWN'],
  ['a hundred thousand lists in one another', '['.repeat(100_000), 'RECORD_UNREADABLE'],
  ['a prototype', '{"__proto__":{"eventName":"x"}}', 'RECORD_UNKNOWN'],
  [
    'a field of the wrong type',
    JSON.stringify({ eventSource: 's3.amazonaws.com', eventName: 'x', userIdentity: {} }),
    'RECORD_INVALID',
  ],
  ['half a protobuf', Buffer.from('0a500a020a0012050a030a', 'hex'), 'RECORD_UNREADABLE'],
  ['no gzip', Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x01]), 'RECORD_UNREADABLE'],
];

const ids = (letters: readonly { id: string }[]) => letters.map(({ id }) => id);

describe.skipIf(skip)('dead letters', () => {
  test('a poison record stops no partition: it goes to the dead letters, whole and with its reason', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(2);
    const good = events(40);
    const sent: Sent[] = [];
    for (const [i, [, value]] of poison.entries())
      sent.push(
        { value: good[2 * i] ?? '', partition: i % 2 },
        { value, partition: i % 2, key: `k${i}`, headers: { from: `h${i}`, 'content-type': 'x' } },
        { value: good[2 * i + 1] ?? '', partition: i % 2 },
      );
    await topics.send(topic, sent);
    const estate = await Estate.open();
    const options = usual([topic], topic);
    const report = await work(brokers, estate, options);
    expect(report).toMatchObject({ records: 3 * poison.length, refused: poison.length });
    expect(
      differences(await settled(estate), await calmly(good.slice(0, 2 * poison.length))),
    ).toEqual(none);

    const stream = await streamOn(brokers);
    const letters = await deadLetters(stream, options.deadLetters);
    const byKey = new Map(letters.map((letter) => [letter.key?.toString(), letter]));
    for (const [i, [what, value, code]] of poison.entries()) {
      const letter = byKey.get(`k${i}`);
      expect(letter, what).toMatchObject({ topic, partition: i % 2, code, whole: true });
      expect(letter?.offset, what).toBe(String(1 + 3 * Math.floor(i / 2)));
      expect(letter?.reason, what).not.toBe('');
      expect(letter?.value?.equals(Buffer.from(value)), what).toBe(true);
      const headers = { from: [Buffer.from(`h${i}`)], 'content-type': [Buffer.from('x')] };
      expect(letter?.headers, what).toEqual(headers);
    }

    // Read by another group, the same records are refused again: each is still one letter.
    const again = { ...options, group: `${topic}-again` };
    await work(brokers, estate, again);
    expect(ids(await deadLetters(stream, options.deadLetters))).toEqual(ids(letters));
    await stream.close();
    await estate.close();
  });

  test('a record that the store refuses goes alone; those beside it go in', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(1);
    const values = events(60);
    await topics.send(
      topic,
      values.map((value) => ({ value })),
    );
    const inner = await Estate.open();
    const estate = {
      key: inner.key,
      settle: () => inner.settle(),
      write: (claims: Parameters<Estate['write']>[0]) => {
        if (claims.some(({ evidence }) => evidence.record.startsWith(`${topic}/0/17#`)))
          throw new TypeError('a fault of the store');
        return inner.write(claims);
      },
    };
    const options = usual([topic], topic);
    const report = await work(brokers, estate as Estate, options);
    expect(report).toMatchObject({ records: 60, refused: 1 });
    const rest = values.filter((_, i) => i !== 17);
    expect(differences(await settled(inner), await calmly(rest))).toEqual(none);
    const stream = await streamOn(brokers);
    const [letter] = await deadLetters(stream, options.deadLetters);
    expect(letter).toMatchObject({ id: `${topic}/0/17`, code: 'UNEXPECTED' });
    expect(letter?.source).toBe('aws.cloudtrail-events');
    await stream.close();
    await inner.close();
  });

  test('a store that fails for a while, whatever it throws, costs no record', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(2);
    const values = events(60);
    await topics.send(
      topic,
      values.map((value) => ({ value })),
    );
    const inner = await Estate.open();
    let failures = 4;
    const estate = {
      key: inner.key,
      settle: () => inner.settle(),
      write: (claims: Parameters<Estate['write']>[0]) =>
        failures-- > 0 ? Promise.reject(new Error('no room on the disk')) : inner.write(claims),
    };
    const report = await work(brokers, estate as Estate, usual([topic], topic));
    expect(report).toMatchObject({ records: 60, refused: 0 });
    expect(differences(await settled(inner), await calmly(values))).toEqual(none);
    await inner.close();
  });

  test('what was refused by a wrong setting is listed, shown and replayed, and nothing is lost', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(3);
    const values = events(30);
    const sent = values.map((value, i) => ({ value, key: `key-${i}`, headers: { h: String(i) } }));
    await topics.send(topic, sent);
    const estate = await Estate.open();
    const wrong = usual([`${topic}=aws.guardduty-finding`], topic);
    expect(await work(brokers, estate, wrong)).toMatchObject({ records: 30, refused: 30 });

    const from = ['--brokers', brokers, '--dead-letters', wrong.deadLetters];
    const ask = async (...argv: string[]) => {
      const { code, out } = await cutset('unused', 'deadletters', ...argv, ...from, '--json');
      expect(code).toBe(0);
      return JSON.parse(out) as Record<string, unknown>[];
    };
    const list = await ask();
    expect(list).toHaveLength(30);
    expect(list[0]).toMatchObject({ topic, source: 'aws.guardduty-finding', whole: true });
    const id = String(list[4]?.['id']);
    const [shown] = await ask('show', id);
    const value = Buffer.from(String(shown?.['value']), 'base64').toString();
    expect(values).toContain(value);
    const text = await cutset('unused', 'deadletters', 'show', id, ...from);
    expect(text.out).toContain('RECORD_INVALID');
    await expect(cutset('unused', 'deadletters', 'show', 'x/0/0', ...from)).rejects.toThrow(
      'no dead letter x/0/0',
    );

    await ask('replay', id);
    expect(ids((await ask()) as { id: string }[])).not.toContain(id);
    await ask('replay', '--all');
    expect(await ask()).toEqual([]);

    // The setting is right now: what was replayed lies behind what was refused.
    const right = usual([topic], topic);
    expect(await work(brokers, estate, right)).toMatchObject({ records: 30, refused: 0 });
    expect(differences(await settled(estate), await calmly(values))).toEqual(none);
    await estate.close();
  });

  test('what is replayed is as old as it was, however late', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(1);
    const at = Date.UTC(2026, 0, 2);
    await topics.send(topic, [{ value: 'no JSON', key: 'k', timestamp: String(at) }]);
    const estate = await Estate.open();
    const options = usual([topic], topic);
    const stream = await streamOn(brokers);
    for (const offset of ['0', '1', '2']) {
      await work(brokers, estate, options);
      const letters = await deadLetters(stream, options.deadLetters);
      expect(letters).toMatchObject([{ id: `${topic}/0/${offset}`, at, headers: {} }]);
      await replay(stream, options.deadLetters, letters);
    }
    await stream.close();
    await estate.close();
  });

  test('records of 10 MB are read, refused and replayed whole', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(1);
    const some = events(400).map((text) => JSON.parse(text) as object);
    const padding = 'x'.repeat(Math.floor((10 << 20) / 400) - 900);
    const big = JSON.stringify({ Records: some.map((event) => ({ ...event, padding })) });
    expect(big.length).toBeGreaterThan(9.5 * (1 << 20));
    const bad = Buffer.from(`{"nobody":"${'y'.repeat(10 << 20)}"}`);
    await topics.send(topic, [{ value: big }, { value: bad, key: 'k' }, { value: big }]);
    const estate = await Estate.open();
    const options = usual([topic], topic);
    expect(await work(brokers, estate, options)).toMatchObject({ records: 3, refused: 1 });
    expect(differences(await settled(estate), await calmly([big]))).toEqual(none);
    const stream = await streamOn(brokers);
    const [letter] = await deadLetters(stream, options.deadLetters);
    expect(letter).toMatchObject({ id: `${topic}/0/1`, code: 'RECORD_UNKNOWN', whole: true });
    expect(letter?.value?.equals(bad)).toBe(true);
    await stream.close();
    await cutset(
      'unused',
      'deadletters',
      'replay',
      '--all',
      '--brokers',
      brokers,
      '--dead-letters',
      options.deadLetters,
    );
    expect(await work(brokers, estate, options)).toMatchObject({ records: 1, refused: 1 });
    await estate.close();
  });

  test('a batch that would unpack to far more than a batch holds is refused, and what follows is read', async () => {
    await using topics = await topicsOn(brokers);
    const topic = await topics.make(1);
    const [first = '', second = ''] = events(2);
    await topics.send(topic, [{ value: first }]);
    await topics.sendPacked(topic, [{ value: Buffer.alloc(unpackedMost + 1) }]);
    await topics.send(topic, [{ value: second }]);
    const estate = await Estate.open();
    const options = usual([topic], topic);
    expect(await work(brokers, estate, options)).toMatchObject({ records: 3, refused: 1 });
    expect(differences(await settled(estate), await calmly([first, second]))).toEqual(none);
    const stream = await streamOn(brokers);
    const letters = await deadLetters(stream, options.deadLetters);
    expect(letters).toMatchObject([{ id: `${topic}/0/1`, code: 'INPUT_TOO_LARGE', whole: false }]);
    await expect(replay(stream, options.deadLetters, letters)).rejects.toThrow(`${topic}/0/1`);

    // Among all it stays, and stops none of the others.
    await topics.send(topic, [{ value: 'no JSON' }]);
    expect(await work(brokers, estate, options)).toMatchObject({ records: 1, refused: 1 });
    const from = ['--brokers', brokers, '--dead-letters', options.deadLetters, '--json'];
    const { out } = await cutset('unused', 'deadletters', 'replay', '--all', ...from);
    expect(JSON.parse(out)).toEqual({ replayed: [`${topic}/0/3`], left: [`${topic}/0/1`] });
    expect(ids(await deadLetters(stream, options.deadLetters))).toEqual([`${topic}/0/1`]);
    await stream.close();
    await estate.close();
  });
});
