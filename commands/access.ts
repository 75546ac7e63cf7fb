import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { resolveAccess } from '../graph/access/aws/resolve.ts';
import { fail, reasonOf } from '../graph/errors.ts';
import type { Estate } from '../graph/estate.ts';
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

/** `key=value`; an empty value is known to be absent. */
function contextOf(pairs: readonly string[]): Request['context'] {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) fail('USAGE', `--context ${pair}: expected key=value`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

const answer = (estate: Estate, asked: Request, fresh: unknown) => ({
  ...resolveAccess(estate.view, asked),
  fresh,
});

async function* requestsIn(path: string): AsyncGenerator<string> {
  try {
    for await (const line of createInterface({
      input: createReadStream(path),
      crlfDelay: Infinity,
    }))
      if (line.trim() !== '') yield line;
  } catch (error) {
    fail('USAGE', `--requests ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function parsed(line: string): Request {
  try {
    return request.parse(JSON.parse(line));
  } catch (error) {
    return fail('USAGE', `not a request: ${reasonOf(error)}`, { cause: error });
  }
}

export default command({
  name: 'access',
  summary: 'Say whether a principal may do an action on a resource, and why',
  usage: '--principal P --action A --resource R',
  options: {
    principal: {
      type: 'string',
      value: 'P',
      doc: 'user, role, session, root or service; or anonymous',
    },
    action: { type: 'string', value: 'A', doc: 'e.g. s3:GetObject' },
    resource: { type: 'string', value: 'R', doc: 'ARN, or *' },
    context: { type: 'string', multiple: true, value: 'K=V', doc: 'a condition key that is known' },
    requests: {
      type: 'string',
      value: 'FILE',
      doc: 'many at once, a JSON object a line; an answer a line',
    },
  },
  async run({ options, io, estate }) {
    const opened = await estate();
    const fresh = await opened.freshness();
    if (options.requests !== undefined) {
      for await (const line of requestsIn(resolve(io.cwd, options.requests)))
        io.out(`${JSON.stringify(answer(opened, parsed(line), fresh))}\n`);
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
    if (options.json) io.out(`${JSON.stringify(result)}\n`);
    else {
      io.out(
        `${result.verdict}${result.conditions.length ? ` if ${result.conditions.join(', ')}` : ''}\n`,
      );
      for (const { effect, kind, policy, statement } of result.because)
        io.out(`  ${effect} by ${kind} ${policy} statement ${statement}\n`);
    }
    return 0;
  },
});
