import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { resolveAccess, type AccessAnswer } from '../graph/access/aws/resolve.ts';
import { rightSize, type RightSize } from '../graph/access/aws/right-size.ts';
import { fail, Failure, reasonOf } from '../graph/errors.ts';
import type { Estate } from '../graph/estate.ts';
import { unquoted } from '../ingest/documents.ts';
import { command } from './command.ts';

const contextValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);

const request = z.object({
  principal: z.string(),
  action: z.string(),
  resource: z.string(),
  context: z.record(z.string(), contextValue).default({}),
  sessionPolicies: z.array(z.unknown()).default([]),
});

type Request = z.infer<typeof request>;

/** `key=value`; an empty value is known to be absent, and a key that comes twice has both values. */
function contextOf(pairs: readonly string[]): Request['context'] {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1) fail('USAGE', `--context ${pair}: expected key=value`);
    const [key, value] = [pair.slice(0, at), pair.slice(at + 1)];
    values.set(key, [...(values.get(key) ?? []), ...(value === '' ? [] : [value])]);
  }
  return Object.fromEntries([...values].map(([key, list]) => [key, list.length > 0 ? list : null]));
}

const answer = (estate: Estate, asked: Request, fresh: unknown) => ({
  ...resolveAccess(estate.view, asked),
  fresh,
});

/** An answer as text: verdict, what decided it and where that was read, what is missing. */
function* linesOf({ verdict, conditions, because, missing, meet, assumed }: AccessAnswer) {
  yield `${verdict}${conditions.length ? ` if ${conditions.join(', ')}` : ''}`;
  for (const { effect, kind, policy, statement, where } of because) {
    const which = statement === null ? '' : ` statement ${statement}`;
    yield `  ${effect} by ${kind} ${policy}${which}${where === null ? '' : ` (${where})`}`;
  }
  for (const line of missing) yield `  ${line}`;
  for (const { key, operator, values, must } of meet)
    yield `  ${must ? 'must hold' : 'must not hold'}: ${operator} ${key} ${values.join(' or ')}`;
  for (const line of assumed) yield `  assumed: ${line}`;
}

/** What an identity may do without, as text. */
function* sizeOf({ identity, granted, used, unused, policy, notes }: RightSize) {
  const never = granted.filter((statement) => statement.used === false);
  const unknown = granted.filter((statement) => statement.used === null);
  yield (
    `${identity}: ${granted.length} statements, ${never.length} of them never used in the time ` +
    `that IAM tracks, ${unknown.length} with no use seen`
  );
  const told = [
    ['never used', never],
    ['no use seen', unknown],
  ] as const;
  for (const [say, statements] of told)
    for (const { policy: name, statement, actions } of statements)
      yield `  ${say}: ${name} statement ${statement}: ${actions.join(', ')}`;
  for (const { kind, to, actions, never: tracked } of unused)
    yield `  ${tracked ? 'never used' : 'no use seen'}: ${kind} ${to}: ${actions.join(', ')}`;
  for (const { action, resource, lastSeen } of used)
    yield `  used: ${action} on ${resource}, last ${new Date(lastSeen).toISOString()}`;
  if (policy) yield `the least policy that keeps it:\n${JSON.stringify(policy, null, 2)}`;
  for (const note of notes) yield `note: ${note}`;
}

/** Answers to the lines of a file. Throws USAGE that names the file, and the line. */
async function* answers<T>(path: string, answer: (line: string) => T): AsyncGenerator<T> {
  let number = 0;
  try {
    for await (const line of createInterface({
      input: createReadStream(path),
      crlfDelay: Infinity,
    })) {
      number += 1;
      if (line.trim() !== '') yield answer(line);
    }
  } catch (error) {
    const where = error instanceof Failure ? ` line ${number}` : '';
    fail('USAGE', `--requests ${path}${where}: ${reasonOf(error)}`, { cause: error });
  }
}

function parsed(line: string): Request {
  try {
    return request.parse(JSON.parse(line));
  } catch (error) {
    return fail('USAGE', `not a request: ${unquoted(error)}`);
  }
}

export default command({
  name: 'access',
  summary: 'Say whether a principal may do an action on a resource, and why',
  usage: '--principal P --action A --resource R | --requests FILE | --right-size P',
  options: {
    principal: {
      type: 'string',
      value: 'P',
      doc: 'user, role, session, root or service; or anonymous',
    },
    action: { type: 'string', value: 'A', doc: 'e.g. s3:GetObject' },
    resource: { type: 'string', value: 'R', doc: 'ARN, or *' },
    context: {
      type: 'string',
      multiple: true,
      value: 'K=V',
      doc: 'a condition key that is known; K= is known to be absent',
    },
    'right-size': {
      type: 'string',
      value: 'P',
      doc: 'what an identity is granted against what it used, and the least policy that keeps it',
    },
    requests: {
      type: 'string',
      value: 'FILE',
      doc: 'many at once, a JSON object a line; an answer a line',
    },
  },
  async run({ options, io, estate }) {
    const opened = await estate();
    const fresh = await opened.freshness();
    const write = (lines: Iterable<string>) => {
      for (const line of lines) io.out(`${line}\n`);
    };
    if (options['right-size'] !== undefined) {
      const size = rightSize(opened.view, options['right-size']);
      write(options.json ? [JSON.stringify({ ...size, fresh })] : sizeOf(size));
      return 0;
    }
    if (options.requests !== undefined) {
      const path = resolve(io.cwd, options.requests);
      for await (const one of answers(path, (line) => answer(opened, parsed(line), fresh)))
        io.out(`${JSON.stringify(one)}\n`);
      return 0;
    }
    const { principal, action, resource } = options;
    if (principal === undefined || action === undefined || resource === undefined)
      fail('USAGE', 'cutset access --principal P --action A --resource R: name all three');
    const context = contextOf(options.context ?? []);
    const result = answer(
      opened,
      { principal, action, resource, context, sessionPolicies: [] },
      fresh,
    );
    write(options.json ? [JSON.stringify(result)] : linesOf(result));
    return 0;
  },
});
