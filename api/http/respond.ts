import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Failure } from '../../graph/errors.ts';
import type { Metrics } from '../metrics/metrics.ts';

/** Headers of every answer (OWASP HTTP Headers Cheat Sheet). */
export const commonHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** Policy of answers that are no page: they load and run nothing. */
const barePolicy = "default-src 'none'; frame-ancestors 'none'";

/** Sends a short answer that is never stored. */
export function respond(response: ServerResponse, status: number, body: object | string): void {
  const json = typeof body !== 'string';
  response.writeHead(status, {
    'content-type': json ? 'application/json' : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': barePolicy,
  });
  response.end(json ? JSON.stringify(body) : `${body}\n`);
}

/** Sends metrics as they are now. */
export async function respondMetrics(
  response: ServerResponse,
  metrics: Pick<Metrics, 'contentType' | 'text'>,
): Promise<void> {
  const text = await metrics.text();
  response.writeHead(200, {
    'content-type': metrics.contentType,
    'cache-control': 'no-store',
    'content-security-policy': barePolicy,
  });
  response.end(text);
}

/** Sends a failure: to people in words, to programs in the form of a GraphQL error. */
export function respondFailure(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { message, code, status }: Failure,
): void {
  const people = headers.accept?.includes('text/html') ?? false;
  respond(response, status, people ? message : { errors: [{ message, extensions: { code } }] });
}
