import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../../graph/errors.ts';

const loopback = ['127.0.0.1', 'localhost', '::1'];

const named = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** What a host header may say of a server that listens there. */
export const hostsOf = (port: number, host: string, published?: string): ReadonlySet<string> =>
  new Set([
    ...[...loopback, host].map(named).flatMap((name) => {
      const full = `${name}:${port}`;
      return port === 80 ? [name, full] : [full];
    }),
    ...(published === undefined ? [] : [new URL(published).host]),
  ]);

/**
 * Refuses what a page of another origin could make a browser send: a host name that is not ours
 * (DNS rebinding), or an origin that is not ours (cross-site requests). Throws FORBIDDEN.
 */
export function checkOrigin({ headers }: IncomingMessage, hosts: ReadonlySet<string>): void {
  const { host = '', origin } = headers;
  if (!hosts.has(host.toLowerCase())) fail('FORBIDDEN', `host "${host}" is not served here`);
  if (origin !== undefined && origin !== `http://${host}`)
    fail('FORBIDDEN', `origin "${origin}" is not served here`);
}

/** Refuses other methods, and says which are answered (RFC 9110, 15.5.6). Throws METHOD. */
export function checkMethod(response: ServerResponse, ...answered: string[]): void {
  const { method = '' } = response.req;
  if (answered.includes(method)) return;
  response.setHeader('allow', answered.join(', '));
  fail('METHOD', `${method}: only ${answered.join(' and ')} is answered here`);
}

/**
 * Refuses bodies that a form can send without asking: only JSON is read, and only from POST.
 * Throws METHOD, MEDIA_TYPE.
 */
export function checkJsonPost(response: ServerResponse): void {
  checkMethod(response, 'POST');
  const type = response.req.headers['content-type'] ?? '';
  if (!/^application\/json(;|$)/i.test(type))
    fail('MEDIA_TYPE', `content-type "${type}": expected application/json`);
}

const isLoopback = (host: string) =>
  host === 'localhost' || /^\[?::1\]?$/.test(host) || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Refuses an address that other machines reach: they have no way to sign in. In a container every
 * address may be bound, as long as its port is `published` on loopback. Throws USAGE.
 */
export function checkLoopback(host: string, published?: string): void {
  if (published === undefined && !isLoopback(host))
    fail('USAGE', `--host ${host}: only loopback is served, because others have no way to sign in`);
  if (published !== undefined && !isLoopback(URL.parse(published)?.hostname ?? ''))
    fail('USAGE', `CUTSET_PUBLISHED_AS ${published}: expected http:// and an address of loopback`);
}
