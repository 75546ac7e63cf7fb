import { pino } from 'pino';
import type { RunCommand } from '../../api/http/command-stream.ts';
import { startServer, type ServerOptions } from '../../api/server.ts';
import type { Served } from '../../api/context.ts';

const silent = pino({ level: 'silent' });

interface Parts extends Partial<ServerOptions> {
  runCommand?: RunCommand;
  leaveDemo?: () => Promise<void>;
}

/** An answer of GraphQL. */
export interface Answer {
  status: number;
  data: Record<string, unknown> | null | undefined;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

/** A server for an estate on a free port, and a way to ask it as a program does. */
export async function serving(
  estate: Served,
  {
    runCommand = () => Promise.resolve(0),
    leaveDemo = () => Promise.resolve(),
    ...options
  }: Parts = {},
) {
  const server = await startServer(
    { estate, log: silent, audit: silent, runCommand, leaveDemo },
    { port: 0, ...options },
  );
  const post = (path: string, body: unknown, init: RequestInit = {}) =>
    fetch(server.address + path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...init,
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${server.token}`,
        ...init.headers,
      },
    });
  return {
    ...server,
    post,
    ask: async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
      const response = await post('/graphql', { query, variables });
      return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
