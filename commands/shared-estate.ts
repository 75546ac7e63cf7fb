import type { Config } from '../config.ts';
import type { Estate } from '../graph/estate.ts';
import { isServerUrl } from '../graph/store/server-url.ts';
import type { Replica, ReplicaOptions } from '../ingest/stream/replica.ts';
import { streamAccess } from '../ingest/stream/settings.ts';
import type { Teller } from '../ingest/stream/teller.ts';

/** Who may be told of writes: those who share an estate on a server, where Kafka is configured. */
async function sharing(estate: Estate, config: Config) {
  if (config.CUTSET_KAFKA_BROKERS === undefined || !isServerUrl(estate.store.name)) return null;
  const access = streamAccess(config);
  const { Stream } = await import('../ingest/stream.ts');
  return { open: () => Stream.open(access), topic: config.CUTSET_KAFKA_CHANGES };
}

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
  const shared = await sharing(estate, config);
  if (!shared) return null;
  const { Replica } = await import('../ingest/stream/replica.ts');
  return Replica.join(estate, { ...shared, sessionMs: config.CUTSET_KAFKA_SESSION_MS, ...wish });
}

/** Has others who share an estate told of what this process writes; null where there are none. */
export async function tellOthers(
  estate: Estate,
  config: Config,
  onMishap: (reason: string) => void,
): Promise<Teller | null> {
  const shared = await sharing(estate, config);
  if (!shared) return null;
  const { Teller } = await import('../ingest/stream/teller.ts');
  return Teller.of(estate, { ...shared, onMishap });
}
