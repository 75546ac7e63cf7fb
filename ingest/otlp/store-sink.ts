import { fail, Failure } from '../../graph/errors.ts';
import type { Estate } from '../../graph/estate.ts';
import { sourceNamed } from '../detect.ts';
import { mapRecord } from '../map-record.ts';
import { tally } from '../tally.ts';
import type { ExportSink } from './export.ts';

interface Parts {
  /** False until the estate is filled: what came before would be taken for part of the demo. */
  isReady: () => boolean;
  estate: Pick<Estate, 'key' | 'demo' | 'clear' | 'write'>;
  /** Called when something was written, so that what follows from it is derived. */
  onWritten: () => void;
  /** Called when the first real record took the place of the demo. */
  onLeftDemo: () => void;
}

/** What the store did not take is sent again, whatever the reason: nothing is lost by a doubt. */
const written = <T>(work: Promise<T>): Promise<T> =>
  work.catch((cause: unknown) => {
    if (cause instanceof Failure) throw cause;
    return fail('STORE_UNAVAILABLE', undefined, { cause });
  });

/** Maps exports and writes their claims into an estate. */
export function storeSink({ isReady, estate, onWritten, onLeftDemo }: Parts): ExportSink {
  let leaving: Promise<void> | undefined;
  const leaveDemo = async () => {
    await estate.clear();
    onLeftDemo();
  };
  return async ({ signal, record, position, at }) => {
    if (!isReady()) fail('OVERLOADED', 'the estate is not ready yet');
    const source = sourceNamed(`otel.${signal}`);
    const mapped = mapRecord(source, record, position, { path: position, at }, estate.key);
    if (mapped.claims.length > 0) {
      if (estate.demo === 'loaded')
        await (leaving ??= leaveDemo().finally(() => (leaving = undefined)));
      const { unchanged } = await written(estate.write(mapped.claims));
      tally.claims(mapped.claims.length - unchanged);
      onWritten();
    }
    tally.unresolved(mapped.unresolved.length);
    return {
      rejected: mapped.refused.reduce((sum, { count }) => sum + count, 0),
      reason: mapped.refused.map(({ part, reason }) => `${part}: ${reason}`).join('; '),
    };
  };
}
