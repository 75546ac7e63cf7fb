import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Failure } from '../../graph/errors.ts';
import { checkLoopback, hostsOf } from './guard.ts';
import { listen } from './listen.ts';
import { commonHeaders, respond, respondFailure } from './respond.ts';

/** Answers requests. The promise fails with what the client is to be told. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface DoorOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 = any that is free. */
  port: number;
  /** In a container: the address of loopback, outside, on which its port is published. */
  published?: string;
  /** Told of failures that are not ours. */
  log?: Pick<Logger, 'error'>;
}

/** A port that a process listens at; who answers there may change. */
export interface Door {
  port: number;
  /** For example `http://127.0.0.1:7311`. */
  address: string;
  /** As browsers outside know it. */
  published: string;
  /** Values of the host header that are answered. */
  hosts: ReadonlySet<string>;
  /** From now on requests go to this one. */
  answer: (handler: Handler) => void;
  /** Ends connections and waits for the work in hand. */
  close: () => Promise<void>;
}

/**
 * Listens, and answers that nobody is there yet. Throws USAGE for an address that is not served, or
 * a port that is not to be had.
 */
export async function openDoor({
  host = '127.0.0.1',
  port,
  published,
  log,
}: DoorOptions): Promise<Door> {
  checkLoopback(host, published);
  const server = createServer({
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
  let handle: Handler = (_, response) => {
    respond(response, 503, 'starting');
    return Promise.resolve();
  };
  const working = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    const work = handle(request, response).catch((error: unknown) => {
      if (!(error instanceof Failure)) log?.error({ err: error }, 'a request failed');
      if (response.headersSent) response.destroy();
      else if (error instanceof Failure) respondFailure(request, response, error);
      else respond(response, 500, 'unexpected error');
    });
    working.add(work);
    void work.then(() => working.delete(work));
  });
  const got = await listen(server, host, port);
  const near = published === undefined ? host : '127.0.0.1';
  const address = `http://${near.includes(':') ? `[${near}]` : near}:${got}`;
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    port: got,
    address,
    published: published?.replace(/\/$/, '') ?? address,
    hosts: hostsOf(got, near, published),
    answer: (handler) => (handle = handler),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, ...working]);
    },
  };
}
