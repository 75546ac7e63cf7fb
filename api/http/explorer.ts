import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { respond } from './respond.ts';

const inline = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** Content security policy of a page: its own files, and its inline scripts by their hash. */
export function policyOf(html: string): string {
  const hashes = [...html.matchAll(inline)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

function serve(folder: string): Handler {
  const policy = policyOf(readFileSync(join(folder, 'index.html'), 'utf8'));
  const files = sirv(folder, {
    single: true,
    gzip: true,
    brotli: true,
    etag: true,
    setHeaders: (response, path) => {
      const fixed = path.startsWith('/_app/immutable/');
      response.setHeader(
        'cache-control',
        fixed ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
      response.setHeader('content-security-policy', policy);
    },
  });
  return (request, response) => {
    files(request, response, () => {
      respond(response, 404, `${request.url} is not here`);
    });
  };
}

/** Serves the built explorer; says how to build it where it is not built. */
export function explorer(folder: string): Handler {
  let handler: Handler | undefined;
  return (request, response) => {
    if (!handler && existsSync(join(folder, 'index.html'))) handler = serve(folder);
    if (handler) handler(request, response);
    else respond(response, 503, 'The explorer is not built: run npm run build.');
  };
}
