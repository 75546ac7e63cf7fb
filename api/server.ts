import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Failure } from '../graph/errors.ts';
import { checkLoopback, hostsOf } from './http/guard.ts';
import { readiness, type Health } from './http/health.ts';
import { InFlight } from './http/in-flight.ts';
import { listen } from './http/listen.ts';
import { respond, respondFailure } from './http/respond.ts';
import { routes, type Site } from './http/routes.ts';
import { SignIn } from './http/sign-in.ts';
import { metricsOf } from './metrics/metrics.ts';
import { prepareSearch } from './search.ts';

type Parts = Pick<
  Site,
  'estate' | 'log' | 'audit' | 'runCommand' | 'leaveDemo' | 'exports' | 'knowsCollector'
> &
  Health;

/** Exports that may wait to be written: bytes of four of the largest that are taken. */
const waiting = { bytes: 64 << 20, requests: 256 };

export interface ServerOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 = any that is free. */
  port: number;
  /** In a container: the address of loopback, outside, on which its port is published. */
  published?: string;
  /** Called with the next link when the last one was used. */
  onSignIn?: (link: string) => void;
  /** Folder of the built explorer. */
  explorer?: string;
}

/** A server that listens. */
export interface RunningServer {
  /** For example `http://127.0.0.1:7311`. */
  address: string;
  /** Address that signs a browser in, once. */
  link(): string;
  /** Of programs, as `Authorization: Bearer`. */
  token: string;
  /** Ends subscriptions, tells commands to stop and waits for them. */
  close(): Promise<void>;
}

const built = fileURLToPath(new URL('../ui/build', import.meta.url));

/**
 * Serves an estate: GraphQL, the explorer, commands of other terminals, exports of OpenTelemetry,
 * metrics, and whether it is alive.
 * Throws USAGE for an address that it does not serve, or a port in use.
 */
export async function startServer(
  parts: Parts,
  { host = '127.0.0.1', port, published, onSignIn, explorer = built }: ServerOptions,
): Promise<RunningServer> {
  checkLoopback(host, published);
  const server = createServer({
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
  const got = await listen(server, host, port);
  const near = published === undefined ? host : '127.0.0.1';
  const address = `http://${near.includes(':') ? `[${near}]` : near}:${got}`;
  const link = () => `${published?.replace(/\/$/, '') ?? address}/?token=${signIn.link}`;
  const signIn = new SignIn(() => onSignIn?.(link()));
  const inFlight = new InFlight(waiting);
  const streams: Site['streams'] = new Set();
  const metrics = metricsOf({
    estate: parts.estate,
    inFlight: () => inFlight.bytes,
    subscribers: () => streams.size,
  });
  const handle = routes({
    ...parts,
    signIn,
    explorer,
    hosts: hostsOf(got, near, published),
    cookie: `cutset_${got}`,
    inFlight,
    streams,
    metrics,
    readiness: readiness(parts.estate, parts),
  });
  const working = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const work = handle(request, response).catch((error: unknown) => {
      if (!(error instanceof Failure)) parts.log.error({ err: error }, 'a request failed');
      if (response.headersSent) response.destroy();
      else if (error instanceof Failure) respondFailure(request, response, error);
      else respond(response, 500, 'unexpected error');
    });
    working.add(work);
    void work.then(() => working.delete(work));
  });
  const off = parts.estate.onSettled(() => {
    prepareSearch(parts.estate.view);
  });
  return {
    address,
    link,
    token: signIn.token,
    close: async () => {
      off();
      metrics.close();
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeAllConnections();
      await Promise.all([closed, ...working]);
    },
  };
}
