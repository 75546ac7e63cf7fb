import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../../graph/errors.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Caller } from '../context.ts';
import { bearerOf } from './bearer.ts';
import { exportPaths, receiveExport, signalAt } from './otlp.ts';
import { respond, respondMetrics } from './respond.ts';
import type { Site } from './site.ts';

/** Answers what machines ask; false where the path is not one of theirs. */
export type MachineRoutes = (
  path: string,
  caller: Caller | null,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<boolean>;

type Parts = Pick<Site, 'exports' | 'inFlight' | 'knowsCollector' | 'log'> & {
  readiness: () => Promise<{ ready: boolean }>;
  metrics: Pick<Metrics, 'contentType' | 'text'>;
};

/**
 * Health, metrics and exports. They are asked by whatever name the machine goes, so neither host nor
 * origin decides: beyond one word of health nothing is told without a token, which no page of
 * another origin can make a browser send.
 */
export function machineRoutes(site: Parts): MachineRoutes {
  const { knowsCollector, readiness, metrics, log, inFlight, exports: sink } = site;
  return async (path, caller, request, response) => {
    const bearer = bearerOf(request);
    const known = caller === 'token' || (bearer !== undefined && knowsCollector(bearer));
    const allowed = () => {
      if (!known) fail(caller === null ? 'UNAUTHENTICATED' : 'FORBIDDEN');
    };
    const signal = signalAt(path);
    if (signal) {
      await receiveExport(signal, request, response, { sink, inFlight, log, allowed });
      return true;
    }
    if (path.startsWith('/v1/'))
      fail('NOT_FOUND', `${path}: of OpenTelemetry only ${exportPaths.join(' and ')} are taken`);
    switch (path) {
      case '/healthz':
        respond(response, 200, { alive: true });
        return true;
      case '/readyz': {
        const { ready, ...why } = await readiness();
        respond(response, ready ? 200 : 503, { ready, ...((known || caller !== null) && why) });
        return true;
      }
      case '/metrics':
        allowed();
        await respondMetrics(response, metrics);
        return true;
    }
    return false;
  };
}
