import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '../../graph/errors.ts';

/** Has a server listen; gives the port that it got. Throws USAGE for one that is not to be had. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = { EADDRINUSE: 'is in use', EACCES: 'needs more rights' }[error.code ?? ''];
      reject(
        why === undefined
          ? error
          : new Failure('USAGE', `port ${port} of ${host} ${why}: --port names another`),
      );
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
