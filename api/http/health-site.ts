import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '../metrics/metrics.ts';
import { openDoor } from './door.ts';
import { checkOrigin } from './guard.ts';
import { respond, respondMetrics } from './respond.ts';

/** What a process tells that serves nothing else. */
interface HealthSite {
  readiness: () => Promise<{ ready: boolean }>;
  /** Null until there are any. */
  metrics: () => Metrics | null;
}

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
  const { answer: answerBy, hosts, address, close } = await openDoor({ port });
  answerBy(async (request, response) => {
    checkOrigin(request, hosts);
    await answer(site, request, response);
  });
  return { address, close };
}
