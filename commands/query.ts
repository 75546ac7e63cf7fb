import { fail, reasonOf } from '../graph/errors.ts';
import { command, whole } from './command.ts';

function paramsOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    return fail('USAGE', `--params: not JSON: ${reasonOf(error)}`, { cause: error });
  }
}

/** JSON, in which a whole number that would be rounded is text. */
const json = (value: unknown) =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));

const cell = (value: unknown) => (typeof value === 'string' ? value : json(value ?? null));

export default command({
  name: 'query',
  summary: 'Run a read-only Cypher query',
  usage: "'MATCH …'",
  options: {
    params: { type: 'string', value: 'JSON', doc: 'parameters' },
    limit: { type: 'string', value: 'N', doc: 'most rows (default 1,000)' },
    timeout: { type: 'string', value: 'SECONDS', doc: 'stop after that (default 10)' },
  },
  async run({ args, options, io, estate }) {
    const [cypher, ...rest] = args;
    if (cypher === undefined || rest.length > 0)
      fail('USAGE', "cutset query 'MATCH …': one query in quotes");
    const { store } = await estate();
    if (store.overdue() > 0)
      fail(
        'QUERY_LIMIT',
        'an earlier query passed its time and still runs: the embedded store cannot end it; wait, or start the server again',
      );
    const { columns, rows, truncated } = await store.read(cypher, paramsOf(options.params), {
      rows: whole(options.limit, 'limit', 1_000, 100_000),
      timeout: whole(options.timeout, 'timeout', 10, 600) * 1_000,
    });
    if (options.json) io.out(`${json({ columns, rows, truncated })}\n`);
    else {
      io.out(`${columns.join('\t')}\n`);
      for (const row of rows) io.out(`${columns.map((name) => cell(row[name])).join('\t')}\n`);
      if (truncated !== null) io.err(`${truncated}\n`);
    }
    return 0;
  },
});
