import type { Served } from '../context.ts';

/** Whether a server can answer, and how current its answers are. */
export interface Readiness {
  ready: boolean;
  state: 'starting' | 'settled' | 'catching up' | 'store unavailable';
  /** Who derives and runs the rules: this process alone, or the leader of those who share. */
  role: Served['role'];
  /** Why it is not ready or not current; null where it is. */
  reason: string | null;
}

/** What a server knows of itself beside its estate. */
export interface Health {
  /** Fails where the store does not answer. */
  ping: () => Promise<void>;
  /** Why derived facts lag behind; null while nothing is wrong. */
  trouble: () => string | null;
}

/** Milliseconds for which an answer of the store stands, so that nobody can ask it to death. */
const fresh = 1_000;

/** Tells why the store cannot be used, or null. */
export function askStore(ping: Health['ping']): () => Promise<string | null> {
  let asked = -Infinity;
  let answer: Promise<string | null> = Promise.resolve(null);
  return () => {
    if (performance.now() - asked < fresh) return answer;
    asked = performance.now();
    answer = ping().then(
      () => null,
      () => 'the store does not answer',
    );
    return answer;
  };
}

/** Tells readiness. */
export function readiness(
  estate: Pick<Served, 'settledAt' | 'lags' | 'role'>,
  { ping, trouble }: Health,
): () => Promise<Readiness> {
  const store = askStore(ping);
  const told = async (): Promise<Omit<Readiness, 'role'>> => {
    const down = await store();
    if (down !== null) return { ready: false, state: 'store unavailable', reason: down };
    if (estate.settledAt === 0)
      return { ready: false, state: 'starting', reason: trouble() ?? 'rules have not run yet' };
    if (estate.lags || trouble() !== null)
      return {
        ready: true,
        state: 'catching up',
        reason: trouble() ?? 'records came in that rules have not seen yet',
      };
    return { ready: true, state: 'settled', reason: null };
  };
  return async () => ({ ...(await told()), role: estate.role });
}
