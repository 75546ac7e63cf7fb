import type { Claim } from '../../graph/claim.ts';
import { fail, Failure } from '../../graph/errors.ts';
import type { Estate } from '../../graph/estate.ts';
import { sourceNamed } from '../detect.ts';
import { mapRecord, type Mapped } from '../map-record.ts';
import type { Source } from '../source.ts';
import { spansOf } from '../sources/otel/span.ts';
import { mapSpans } from '../sources/otel/traces.ts';
import { tally } from '../tally.ts';
import type { Export, ExportSink } from './export.ts';
import { TraceContext } from './trace-context.ts';

interface Parts {
  /** False until the estate is filled: what came before would be taken for part of the demo. */
  isReady: () => boolean;
  estate: Pick<Estate, 'key' | 'demo' | 'clear'> & {
    write: (claims: Claim[]) => Promise<{ unchanged: number }>;
  };
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

/** Maps an export; a trace's spans are read with those that came before. */
function mapExport(
  { signal, record, position, body, at }: Export,
  context: TraceContext,
  key: string,
): Mapped {
  const source = sourceNamed(`otel.${signal}`);
  const origin = { path: position, at };
  if (signal !== 'traces') return mapRecord(source, record, position, origin, key);
  const spans = spansOf({ resourceSpans: record['resourceSpans'] });
  const before = context.before(spans);
  const joined: Source = {
    ...source,
    map: (_, emit) => {
      mapSpans([...before.spans, ...spans], emit);
    },
  };
  const mapped = mapRecord(joined, record, position, origin, key);
  for (const claim of mapped.claims)
    claim.evidence.record = before.positions.get(claim.subject) ?? position;
  context.remember({ spans, position, bytes: body.length, now: at });
  return mapped;
}

/** Maps exports and writes their claims into an estate. */
export function storeSink({ isReady, estate, onWritten, onLeftDemo }: Parts): ExportSink {
  let leaving: Promise<void> | undefined;
  const leaveDemo = async () => {
    await estate.clear();
    onLeftDemo();
  };
  const context = new TraceContext();
  return async (export_) => {
    if (!isReady()) fail('OVERLOADED', 'the estate is not ready yet');
    const mapped = mapExport(export_, context, estate.key);
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
