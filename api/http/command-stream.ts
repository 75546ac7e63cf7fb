import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { fail, Failure, reasonOf } from '../../graph/errors.ts';
import { jsonBody } from './body.ts';

/** What a command writes to, and when it must stop. */
export interface CommandIo {
  out(text: string): void;
  err(text: string): void;
  progress(text: string): void;
  signal: AbortSignal;
  cwd: string;
}

/** Runs a command on the estate that the server holds; gives its exit code. */
export type RunCommand = (name: string, args: readonly string[], io: CommandIo) => Promise<number>;

/** A line of the answer, which is NDJSON; an empty line only says that the server is alive. */
export const commandEvent = z.union([
  z.object({ out: z.string() }),
  z.object({ err: z.string() }),
  z.object({ progress: z.string() }),
  z.object({ exit: z.int() }),
  z.object({ failure: z.object({ code: z.string().nullable(), message: z.string() }) }),
]);
export type CommandEvent = z.infer<typeof commandEvent>;

const commandRequest = z.object({
  name: z.string().min(1).max(64),
  args: z.array(z.string().max(65_536)).max(10_000),
  cwd: z.string().min(1).max(4_096),
});
export type CommandRequest = z.infer<typeof commandRequest>;

const limits = { body: 1024 * 1024, heartbeat: 15_000 };

/** The request of a command. Throws USAGE that names the field. */
export async function commandOf(request: IncomingMessage): Promise<CommandRequest> {
  const { data, error } = commandRequest.safeParse(await jsonBody(request, limits.body));
  const [issue] = error?.issues ?? [];
  return data ?? fail('USAGE', `${issue?.path.join('.')}: ${issue?.message}`);
}

/**
 * Runs a command and streams what it writes, a JSON object a line, until its exit code or its
 * failure. The command is told to stop when the client goes away.
 */
export async function streamCommand(
  { name, args, cwd }: CommandRequest,
  response: ServerResponse,
  run: RunCommand,
): Promise<CommandEvent> {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableEnded) gone.abort(new Failure('USAGE', 'the client went away'));
  });
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
  });
  response.flushHeaders();
  const send = (event: CommandEvent) => {
    if (!gone.signal.aborted) response.write(`${JSON.stringify(event)}\n`);
  };
  const beat = setInterval(() => response.write('\n'), limits.heartbeat);
  const last = await run(name, args, {
    cwd,
    signal: gone.signal,
    out: (text) => {
      send({ out: text });
    },
    err: (text) => {
      send({ err: text });
    },
    progress: (text) => {
      send({ progress: text });
    },
  }).then(
    (exit): CommandEvent => ({ exit }),
    (error: unknown): CommandEvent => {
      const code = error instanceof Failure ? error.code : null;
      return { failure: { code, message: reasonOf(error) } };
    },
  );
  clearInterval(beat);
  send(last);
  response.end();
  return last;
}
