import type { Config } from '../config.ts';
import type { Estate } from '../graph/estate.ts';
import { isServerUrl } from '../graph/store/server-url.ts';
import type { Replica, ReplicaOptions } from '../ingest/stream/replica.ts';
import { streamAccess } from '../ingest/stream/settings.ts';

/** What a process wants of the others who share its estate. */
type Wish = Pick<ReplicaOptions, 'follows' | 'ask' | 'onMishap'>;

/**
 * Joins those who share an estate on a server, where Kafka is configured; else it is alone, and
 * gives null.
 */
export async function shareEstate(
  estate: Estate,
  config: Config,
  wish: Wish,
): Promise<Replica | null> {
  if (config.CUTSET_KAFKA_BROKERS === undefined || !isServerUrl(estate.store.name)) return null;
  const access = streamAccess(config);
  const [{ Replica }, { Stream }] = await Promise.all([
    import('../ingest/stream/replica.ts'),
    import('../ingest/stream.ts'),
  ]);
  return Replica.join(estate, {
    open: () => Stream.open(access),
    topic: config.CUTSET_KAFKA_CHANGES,
    sessionMs: config.CUTSET_KAFKA_SESSION_MS,
    ...wish,
  });
}
