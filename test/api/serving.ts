import { pino } from 'pino';
import type { KnowsCollector } from '../../api/http/collector-tokens.ts';
import type { Health } from '../../api/http/health.ts';
import type { RunCommand } from '../../api/http/command-stream.ts';
import { openDoor, type DoorOptions } from '../../api/http/door.ts';
import { startServer, type ServerOptions } from '../../api/server.ts';
import type { ExportSink } from '../../ingest/otlp/export.ts';
import type { Served } from '../../api/context.ts';

const silent = pino({ level: 'silent' });

interface Parts extends ServerOptions, Partial<DoorOptions> {
  runCommand?: RunCommand;
  leaveDemo?: () => Promise<void>;
  exports?: ExportSink;
  knowsCollector?: KnowsCollector;
  health?: Partial<Health>;
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
    exports = () => Promise.resolve({ rejected: 0, reason: '' }),
    knowsCollector = () => false,
    health,
    onSignIn,
    explorer,
    ...options
  }: Parts = {},
) {
  const door = await openDoor({ port: 0, ...options });
  const server = startServer(
    {
      estate,
      log: silent,
      audit: silent,
      runCommand,
      leaveDemo,
      exports,
      knowsCollector,
      ping: () => Promise.resolve(),
      trouble: () => null,
      ...health,
    },
    door,
    { ...(onSignIn && { onSignIn }), ...(explorer !== undefined && { explorer }) },
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
