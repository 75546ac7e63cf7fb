import { expect, test } from 'vitest';
import type { Claim } from '../../../graph/claim.ts';
import { readExport } from '../../../ingest/otlp/export.ts';
import { storeSink } from '../../../ingest/otlp/store-sink.ts';

const exportOf = (spanId: string, key = 'gen_ai.agent.name') =>
  readExport(
    'traces',
    'json',
    Buffer.from(
      JSON.stringify({
        resourceSpans: [
          {
            scopeSpans: [
              {
                spans: [
                  {
                    traceId: spanId.padStart(32, '0'),
                    spanId,
                    startTimeUnixNano: '1770000000000000000',
                    attributes: [{ key, value: { stringValue: 'clerk' } }],
                  },
                ],
              },
            ],
          },
        ],
      }),
    ),
    0,
  );

/** A sink on an estate that is the demo, and what it did with it. */
function onDemo({ ready = true, fails = null as Error | null } = {}) {
  const did: string[] = [];
  const estate = {
    key: 'k',
    demo: 'loaded' as 'loaded' | 'left',
    clear: async () => {
      await Promise.resolve();
      did.push('cleared');
      estate.demo = 'left';
    },
    write: (claims: Claim[]) => {
      if (fails) return Promise.reject(fails);
      did.push(`wrote ${claims.length}`);
      return Promise.resolve({ unchanged: 0 });
    },
  };
  const take = storeSink({
    estate,
    isReady: () => ready,
    onWritten: () => did.push('settles'),
    onLeftDemo: () => did.push('left the demo'),
  });
  return { did, take };
}

test('the first real records take the place of the demo, once', async () => {
  const { did, take } = onDemo();
  await Promise.all([take(exportOf('01')), take(exportOf('02'))]);
  await take(exportOf('03'));
  expect(did.slice(0, 2)).toEqual(['cleared', 'left the demo']);
  expect(did.filter((one) => one === 'cleared')).toHaveLength(1);
  expect(did.filter((one) => one === 'wrote 1')).toHaveLength(3);
});

test('spans that show nothing leave the demo alone, and are no failure', async () => {
  const { did, take } = onDemo();
  expect(await take(exportOf('01', 'http.route'))).toEqual({ rejected: 0, reason: '' });
  expect(did).toEqual([]);
});

test('until the estate is ready, senders are to come back', async () => {
  const { did, take } = onDemo({ ready: false });
  await expect(take(exportOf('01'))).rejects.toMatchObject({ code: 'OVERLOADED', retry: true });
  expect(did).toEqual([]);
});

test('what was not written is to be sent again, whatever went wrong', async () => {
  const { did, take } = onDemo({ fails: new Error('transaction lost') });
  await expect(take(exportOf('01'))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    retry: true,
  });
  expect(did).not.toContain('settles');
});
