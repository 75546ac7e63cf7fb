import { expect, test } from 'vitest';
import { Abandoned, Flow, type Handle } from '../../../ingest/stream/flow.ts';
import { Batches } from '../../../ingest/stream/batches.ts';
import type { StreamRecord } from '../../../ingest/stream/record.ts';

const records = (partition: number, count: number, bytes = 900): StreamRecord[] =>
  Array.from({ length: count }, (_, offset) => ({
    ...{ topic: 't', partition, offset: String(offset), at: 0, key: null, headers: {} },
    value: Buffer.alloc(bytes),
  }));

/** A membership of a group that notes what is committed. */
function member(over: Partial<Handle> = {}) {
  const committed: string[] = [];
  const handle: Handle = {
    goesOn: () => true,
    heartbeat: () => Promise.resolve(),
    done: (offset) => {
      committed.push(offset);
      return Promise.resolve();
    },
    ...over,
  };
  return { committed, handle };
}

/** A flow whose deliveries end when the test says so. */
function flowOf(inFlightBytes = 1 << 20) {
  const deliveries: { records: StreamRecord[]; gone: AbortSignal; end: () => void }[] = [];
  const valve: string[] = [];
  const flow = new Flow(
    {
      inFlightBytes,
      chunkBytes: 3_000,
      deliver: (chunk, gone) =>
        new Promise((resolve) => {
          deliveries.push({ records: chunk, gone, end: resolve });
        }),
    },
    { pause: () => valve.push('pause'), resume: () => valve.push('resume') },
  );
  return { flow, deliveries, valve };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const offsets = (chunk: readonly StreamRecord[]) => chunk.map(({ offset }) => offset);

test('a batch is delivered in chunks, each committed before the next begins', async () => {
  const { flow, deliveries } = flowOf();
  const { committed, handle } = member();
  const taken = flow.take(records(0, 5), handle);
  await soon();
  expect(deliveries.map((d) => offsets(d.records))).toEqual([['0', '1', '2']]);
  expect(committed).toEqual([]);
  deliveries[0]?.end();
  await soon();
  expect(committed).toEqual(['2']);
  expect(offsets(deliveries[1]?.records ?? [])).toEqual(['3', '4']);
  deliveries[1]?.end();
  await taken;
  expect(committed).toEqual(['2', '4']);
  expect(flow.inFlight).toBe(0);
  flow.close();
});

test('partitions are delivered beside one another', async () => {
  const { flow, deliveries } = flowOf();
  const taken = [0, 1, 2].map((partition) => flow.take(records(partition, 1), member().handle));
  await soon();
  expect(deliveries.map((d) => d.records[0]?.partition)).toEqual([0, 1, 2]);
  for (const { end } of deliveries) end();
  await Promise.all(taken);
  flow.close();
});

test('reading pauses above the bound and goes on at half of it', async () => {
  const { flow, deliveries, valve } = flowOf(4_000);
  const first = flow.take(records(0, 3), member().handle);
  await soon();
  expect(valve).toEqual([]);
  const second = flow.take(records(1, 3), member().handle);
  await soon();
  expect(valve).toEqual(['pause']);
  deliveries[0]?.end();
  await first;
  expect(valve, 'half of the bound is not reached').toEqual(['pause']);
  deliveries[1]?.end();
  await second;
  expect(valve).toEqual(['pause', 'resume']);
  flow.close();
});

test('a group that assigns anew ends what is in hand, and nothing of it is committed', async () => {
  const { flow, deliveries } = flowOf();
  const rebalance = Object.assign(new Error('rebalance'), { type: 'REBALANCE_IN_PROGRESS' });
  let told = false;
  const { committed, handle } = member({
    heartbeat: () => (told ? Promise.reject(rebalance) : Promise.resolve()),
  });
  const taken = flow.take(records(0, 2), handle);
  await soon();
  told = true;
  await expect(taken).rejects.toBe(rebalance);
  expect(deliveries[0]?.gone.aborted).toBe(true);
  deliveries[0]?.end();
  await soon();
  expect(committed).toEqual([]);

  // What it is assigned then is delivered again.
  told = false;
  flow.joined();
  const again = flow.take(records(0, 2), handle);
  await soon();
  deliveries[1]?.end();
  await again;
  expect(committed).toEqual(['1']);
  flow.close();
});

test('a commit that fails ends the delivery but not the flow', async () => {
  const { flow, deliveries } = flowOf();
  const broken = new Error('connection lost');
  const taken = flow.take(records(0, 1), member({ done: () => Promise.reject(broken) }).handle);
  await soon();
  deliveries[0]?.end();
  await expect(taken).rejects.toBe(broken);
  const { committed, handle } = member();
  const again = flow.take(records(0, 1), handle);
  await soon();
  deliveries[1]?.end();
  await again;
  expect(committed).toEqual(['0']);
  flow.close();
});

test('what waits is kept in one batch, in order; at the end what was not begun is abandoned', async () => {
  const stop = new AbortController();
  const kept: string[][] = [];
  let end: () => void = () => undefined;
  const batches = new Batches(
    {
      bytes: 2_500,
      wait: 0,
      keep: (batch) => {
        kept.push(batch.map(({ partition, offset }) => `${partition}/${offset}`));
        return new Promise((resolve) => (end = resolve));
      },
    },
    stop.signal,
  );
  const { signal } = new AbortController();
  const first = batches.add(records(0, 1), signal);
  await soon();
  const second = [1, 2, 3, 4].map((partition) => batches.add(records(partition, 1), signal));
  end();
  await first;
  await soon();
  expect(kept).toEqual([['0/0'], ['1/0', '2/0', '3/0']]);
  const last = expect(second[3]).rejects.toThrow(Abandoned);
  stop.abort();
  end();
  await Promise.all(second.slice(0, 3));
  await last;
  await batches.settled();
  expect(kept).toHaveLength(2);
});
