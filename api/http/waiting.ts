import type { Logger } from 'pino';
import { Failure } from '../../graph/errors.ts';
import { processMetrics } from '../metrics/process.ts';
import type { KnowsCollector } from './collector-tokens.ts';
import type { Door, Handler } from './door.ts';
import { checkOrigin } from './guard.ts';
import { InFlight, usual } from './in-flight.ts';
import { machineRoutes } from './machine-routes.ts';
import { urlOf } from './url.ts';

interface Parts {
  door: Pick<Door, 'hosts'>;
  knowsCollector: KnowsCollector;
  log: Logger;
  /** For what it waits. */
  reason: () => string;
}

const notOpen = new Failure('OVERLOADED', 'the estate is not open yet');

/**
 * What a server answers until its estate is open: that it lives and is not ready, and to all else
 * that it may be asked again.
 */
export function waiting({ door, knowsCollector, log, reason }: Parts): Handler {
  const { contentType } = processMetrics();
  const machines = machineRoutes({
    knowsCollector,
    log,
    inFlight: new InFlight(usual),
    exports: () => Promise.reject(notOpen),
    readiness: () => Promise.resolve({ ready: false, state: 'starting', reason: reason() }),
    metrics: { contentType, text: () => processMetrics().metrics() },
  });
  return async (request, response) => {
    if (await machines(urlOf(request).pathname, null, request, response)) return;
    checkOrigin(request, door.hosts);
    throw notOpen;
  };
}
