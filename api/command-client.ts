import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { Failure, failures, type FailureCode } from '../graph/errors.ts';
import { commandEvent, type CommandIo, type CommandRequest } from './http/command-stream.ts';
import { readServerFile, type ServerFile } from './server-file.ts';

const isFailureCode = (code: string): code is FailureCode => Object.hasOwn(failures, code);

/** Sends a command; null where nothing listens at the address any more. */
function send(
  { address, token }: ServerFile,
  body: CommandRequest,
  signal: AbortSignal,
): Promise<IncomingMessage | null> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL('/command', address),
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        signal,
      },
      resolve,
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') resolve(null);
      else reject(signal.aborted ? (signal.reason as Error) : error);
    });
    sent.end(JSON.stringify(body));
  });
}

/** Passes on what a command wrote; gives its exit code, or throws its failure. */
async function receive(answer: IncomingMessage, io: CommandIo): Promise<number> {
  for await (const line of createInterface({ input: answer, crlfDelay: Infinity })) {
    if (line === '') continue;
    const event = commandEvent.parse(JSON.parse(line));
    if ('out' in event) io.out(event.out);
    else if ('err' in event) io.err(event.err);
    else if ('progress' in event) io.progress(event.progress);
    else if ('exit' in event) return event.exit;
    else {
      const { code, message } = event.failure;
      throw code !== null && isFailureCode(code) ? new Failure(code, message) : new Error(message);
    }
  }
  throw new Failure('STORE_UNAVAILABLE', 'the server stopped before the command ended');
}

/**
 * Runs a command in the server that holds the estate, as if it ran here. Gives its exit code, or
 * null where no server answers. Throws what the command threw there, or the reason of `io.signal`.
 */
export async function forward(
  folder: string,
  name: string,
  args: readonly string[],
  io: CommandIo,
): Promise<number | null> {
  const server = readServerFile(folder);
  if (!server) return null;
  const answer = await send(server, { name, args: [...args], cwd: io.cwd }, io.signal);
  if (!answer) return null;
  if (answer.statusCode !== 200) {
    answer.resume();
    // Another program has the port of a server that is gone.
    if (answer.statusCode === 401 || answer.statusCode === 404) return null;
    throw new Failure('STORE_UNAVAILABLE', `${server.address} answers ${answer.statusCode}`);
  }
  try {
    return await receive(answer, io);
  } catch (error) {
    throw io.signal.aborted ? (io.signal.reason as Error) : error;
  } finally {
    answer.destroy();
  }
}
