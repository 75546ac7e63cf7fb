import type { Stream } from '../stream.ts';
import type { ExportSink } from './export.ts';
import type { Signal } from './messages.ts';

/**
 * Sends exports on to topics as they came, as the collector's Kafka exporter writes them; the worker
 * that reads them refuses parts of them by its dead letters.
 */
export const streamSink =
  (open: () => Promise<Pick<Stream, 'send'>>, topics: Record<Signal, string>): ExportSink =>
  async ({ signal, body }) => {
    const stream = await open();
    // An export of nothing has no bytes, which a worker would refuse.
    if (body.length > 0)
      await stream.send(topics[signal], [{ key: null, value: Buffer.from(body), headers: {} }]);
    return { rejected: 0, reason: '' };
  };
