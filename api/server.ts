import { fileURLToPath } from 'node:url';
import type { Door } from './http/door.ts';
import { readiness, type Health } from './http/health.ts';
import { InFlight, usual } from './http/in-flight.ts';
import { routes } from './http/routes.ts';
import type { Site } from './http/site.ts';
import { SignIn } from './http/sign-in.ts';
import { metricsOf } from './metrics/metrics.ts';
import { prepareSearch } from './search.ts';

type Parts = Pick<
  Site,
  'estate' | 'log' | 'audit' | 'runCommand' | 'leaveDemo' | 'exports' | 'knowsCollector'
> &
  Health;

export interface ServerOptions {
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
 * Serves an estate at a door: GraphQL, the explorer, commands of other terminals, exports of
 * OpenTelemetry, metrics, and whether it is alive.
 */
export function startServer(
  parts: Parts,
  door: Door,
  { onSignIn, explorer = built }: ServerOptions = {},
): RunningServer {
  const link = () => `${door.published}/?token=${signIn.link}`;
  const signIn = new SignIn(() => onSignIn?.(link()));
  const inFlight = new InFlight(usual);
  const streams: Site['streams'] = new Set();
  const metrics = metricsOf({
    estate: parts.estate,
    inFlight: () => inFlight.bytes,
    subscribers: () => streams.size,
  });
  door.answer(
    routes({
      ...parts,
      signIn,
      explorer,
      hosts: door.hosts,
      cookie: `cutset_${door.port}`,
      inFlight,
      streams,
      metrics,
      readiness: readiness(parts.estate, parts),
    }),
  );
  const off = parts.estate.onSettled(() => {
    prepareSearch(parts.estate.view);
  });
  return {
    address: door.address,
    link,
    token: signIn.token,
    close: async () => {
      off();
      metrics.close();
      await door.close();
    },
  };
}
