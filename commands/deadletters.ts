import { readConfig } from '../config.ts';
import { fail } from '../graph/errors.ts';
import { deadLetters, replay, type DeadLetter } from '../ingest/deadletter.ts';
import { Stream } from '../ingest/stream.ts';
import { streamAccess } from '../ingest/stream/settings.ts';
import { command } from './command.ts';

/** Text of bytes as a JSON string, so that no byte reaches the terminal as it is. */
const quoted = (bytes: Buffer | null) =>
  bytes === null
    ? 'null'
    : JSON.stringify(bytes.toString()).replace(
        /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );

const base64 = (bytes: Buffer | null) => bytes?.toString('base64') ?? null;

const summaryOf = ({ key: _, value: __, headers: ___, ...letter }: DeadLetter) => letter;

/** Without what a list does not show. */
const light = (letter: DeadLetter): DeadLetter => ({
  ...letter,
  key: null,
  value: null,
  headers: {},
});

const wholeOf = (letter: DeadLetter) => ({
  ...summaryOf(letter),
  key: base64(letter.key),
  value: base64(letter.value),
  headers: Object.fromEntries(
    Object.entries(letter.headers).map(([name, values]) => [name, values.map(base64)]),
  ),
});

const line = ({ id, code, source, reason }: DeadLetter) =>
  `${id}  ${code}  ${source ?? 'no source'}\n  ${quoted(Buffer.from(reason)).slice(1, -1)}\n`;

function page(letter: DeadLetter): string {
  const { at, key, value, headers, whole } = letter;
  const shown = Object.entries(headers).map(
    ([name, values]) => `  header ${quoted(Buffer.from(name))}: ${values.map(quoted).join(', ')}\n`,
  );
  return (
    line(letter) +
    `  sent ${new Date(at).toISOString()}\n  key ${quoted(key)}\n${shown.join('')}` +
    (whole ? `  value ${quoted(value)}\n` : '  value left out: it lies at its position alone\n')
  );
}

const replayedText = ({ replayed, left }: Record<'replayed' | 'left', string[]>) =>
  `${replayed.length} replayed\n` +
  left.map((id) => `${id} stays: its bytes lie at that position alone\n`).join('');

export default command({
  name: 'deadletters',
  summary: 'List, show and replay the records that the worker refused',
  usage: '[list | show ID | replay ID... | replay --all]',
  local: true,
  options: {
    brokers: {
      type: 'string',
      value: 'HOST:PORT,…',
      doc: 'Kafka brokers (or CUTSET_KAFKA_BROKERS)',
    },
    'dead-letters': {
      type: 'string',
      value: 'TOPIC',
      doc: 'topic of refused records (default cutset.dead-letters)',
    },
    topic: { type: 'string', value: 'TOPIC', doc: 'only what came from this topic' },
    code: { type: 'string', value: 'CODE', doc: 'only what was refused with this code' },
    all: { type: 'boolean', doc: 'all of them, or all that --topic and --code choose' },
  },
  async run({ args, options, io }) {
    const [verb = 'list', ...ids] = args;
    if (!['list', 'show', 'replay'].includes(verb))
      fail('USAGE', `cutset deadletters ${verb}: list, show or replay`);
    if (verb !== 'list' && ids.length === 0 && !options.all)
      fail('USAGE', `cutset deadletters ${verb} ID: name a letter, or --all`);
    const config = readConfig();
    const brokers = options.brokers?.split(',') ?? config.CUTSET_KAFKA_BROKERS;
    await using closing = new AsyncDisposableStack();
    const stream = await Stream.open(
      streamAccess({ ...config, ...(brokers && { CUTSET_KAFKA_BROKERS: brokers }) }),
    );
    closing.defer(() => stream.close());
    const topic = options['dead-letters'] ?? config.CUTSET_KAFKA_DEAD_LETTERS;
    const isChosen = (letter: DeadLetter) =>
      (options.topic === undefined || letter.topic === options.topic) &&
      (options.code === undefined || letter.code === options.code) &&
      (ids.length === 0 || ids.includes(letter.id));
    const chosen = await deadLetters(stream, topic, (letter) => {
      if (!isChosen(letter)) return null;
      return verb === 'list' ? light(letter) : letter;
    });
    const missing = ids.find((id) => !chosen.some((letter) => letter.id === id));
    if (missing !== undefined) fail('NOT_FOUND', `no dead letter ${missing} in ${topic}`);
    if (verb === 'replay') {
      // By name one that cannot be replayed is refused; among all it stays.
      const left = ids.length > 0 ? [] : chosen.filter(({ whole }) => !whole);
      const sent = chosen.filter((letter) => !left.includes(letter));
      await replay(stream, topic, sent);
      const report = { replayed: sent.map(({ id }) => id), left: left.map(({ id }) => id) };
      io.out(options.json ? `${JSON.stringify(report)}\n` : replayedText(report));
    } else if (verb === 'show')
      io.out(
        options.json ? `${JSON.stringify(chosen.map(wholeOf))}\n` : chosen.map(page).join('\n'),
      );
    else if (options.json) io.out(`${JSON.stringify(chosen.map(summaryOf))}\n`);
    else io.out(`${chosen.map(line).join('')}${chosen.length} dead letters\n`);
    return 0;
  },
});
