import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';

async function closed(server: Server): Promise<number> {
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Ports of this machine that nothing listens at, no two alike. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return Promise.all(servers.map(closed));
}

/** A port of this machine that nothing listens at. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port as number;
}
