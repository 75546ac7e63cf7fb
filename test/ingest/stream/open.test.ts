import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../until.ts';
import { streamOn } from './working.ts';

/** Questions of Kafka's protocol, by their number, and the versions that this broker speaks. */
const asks = { metadata: 3, versions: 18 } as const;

/** No error; two questions, each in version 0 alone. */
const spoken: [number, 2 | 4][] = [
  [0, 2],
  [2, 4],
  [asks.metadata, 2],
  [0, 2],
  [0, 2],
  [asks.versions, 2],
  [0, 2],
  [0, 2],
];

/** An answer: the number of its question, then numbers of so many bytes. */
function answer(question: Buffer, ...numbers: [number, 2 | 4][]): Buffer {
  const body = numbers.map(([value, bytes]) => {
    const part = Buffer.alloc(bytes);
    part.writeIntBE(value, 0, bytes);
    return part;
  });
  const whole = Buffer.concat([Buffer.alloc(4), question.subarray(8, 12), ...body]);
  whole.writeInt32BE(whole.length - 4);
  return whole;
}

/** A broker that takes connections, and answers the question for its cluster with nonsense. */
async function oddBroker() {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    open.add(socket);
    connections += 1;
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (question) => {
      const isVersions = question.readInt16BE(4) === asks.versions;
      socket.write(isVersions ? answer(question, ...spoken) : answer(question, [-7, 4]));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    open,
    connections: () => connections,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

test('a Kafka whose cluster cannot be told is left without an open connection', async () => {
  const broker = await oddBroker();
  onTestFinished(broker.close);
  await expect(streamOn(broker.address)).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE' });
  expect(broker.connections()).toBeGreaterThan(0);
  await until('it is left', () => broker.open.size === 0, { patience: 2_000 });
});
