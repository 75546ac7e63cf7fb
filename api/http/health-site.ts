import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Failure } from '../../graph/errors.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { checkOrigin, hostsOf } from './guard.ts';
import { listen } from './listen.ts';
import { commonHeaders, respond, respondFailure, respondMetrics } from './respond.ts';

/** What a process tells that serves nothing else. */
interface HealthSite {
  readiness: () => Promise<{ ready: boolean }>;
  /** Null until there are any. */
  metrics: () => Metrics | null;
}

const host = '127.0.0.1';

async function answer(
  { readiness, metrics }: HealthSite,
  request: IncomingMessage,
  response: ServerResponse,
) {
  switch (request.url) {
    case '/healthz':
      respond(response, 200, { alive: true });
      return;
    case '/readyz': {
      const told = await readiness();
      respond(response, told.ready ? 200 : 503, told);
      return;
    }
    case '/metrics': {
      const told = metrics();
      if (told) await respondMetrics(response, told);
      else respond(response, 503, 'not ready yet');
      return;
    }
    default:
      respond(response, 404, 'not found');
  }
}

/**
 * Tells health and metrics on loopback: to whoever is on this machine, and to no page of another
 * origin. Throws USAGE for a port that is not to be had.
 */
export async function serveHealth(port: number, site: HealthSite) {
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 });
  const got = await listen(server, host, port);
  const hosts = hostsOf(got, host);
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
    checkOrigin(request, hosts);
    await answer(site, request, response);
  };
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (error instanceof Failure) respondFailure(request, response, error);
      else respond(response, 500, 'unexpected error');
    });
  });
  return {
    address: `http://${host}:${got}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
