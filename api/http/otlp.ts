import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { fail, Failure } from '../../graph/errors.ts';
import { readExport, type ExportSink, type Form } from '../../ingest/otlp/export.ts';
import { signals, type Signal } from '../../ingest/otlp/messages.ts';
import { encodeExportAnswer, exportAnswer, limits } from '../../ingest/otlp/protobuf.ts';
import { encodeStatus, statusOf } from '../../ingest/otlp/status.ts';
import { tally } from '../../ingest/tally.ts';
import { checkMethod } from './guard.ts';
import { packedBody } from './packed-body.ts';
import type { InFlight } from './in-flight.ts';

/** What the receiver needs. */
export interface Receiver {
  sink: ExportSink;
  inFlight: InFlight;
  log: Logger;
}

/** Seconds after which a sender may try again. */
const patience = 5;

const types: Record<string, Form> = {
  'application/x-protobuf': 'protobuf',
  'application/json': 'json',
};

const formOf = ({ headers }: IncomingMessage): Form | undefined =>
  types[(headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''];

const signalByPath = new Map(
  (Object.keys(signals) as Signal[]).map((signal) => [`/v1/${signal}`, signal]),
);

/** Where exports are taken. */
export const exportPaths = [...signalByPath.keys()];

/** The signal that a path takes; undefined where none is. */
export const signalAt = (path: string): Signal | undefined => signalByPath.get(path);

function send(response: ServerResponse, status: number, form: Form, body: object | Uint8Array) {
  response.writeHead(status, {
    'content-type': form === 'json' ? 'application/json' : 'application/x-protobuf',
    'cache-control': 'no-store',
  });
  response.end(body instanceof Uint8Array ? body : JSON.stringify(body));
}

/**
 * By OTLP senders try again after 429, and after 503. 429 (RFC 6585) says that they send too much at
 * once, 503 (RFC 9110) that nothing can be taken now, whoever sends it. All else is final.
 */
function statusCode(error: unknown): number {
  if (!(error instanceof Failure)) return 500;
  if (error.retry) return error.code === 'TOO_MANY' ? 429 : 503;
  return [401, 403, 405, 413, 415].includes(error.status) ? error.status : 400;
}

function refuse(response: ServerResponse, form: Form, error: unknown) {
  const code = statusCode(error);
  if (code === 415) response.setHeader('accept-encoding', 'gzip');
  if (code === 429 || code === 503) response.setHeader('retry-after', patience);
  // The rest of a body that is not read must not be taken for the next request.
  if (!response.req.complete) response.setHeader('connection', 'close');
  const status = statusOf(error instanceof Failure ? error : null);
  send(response, code, form, form === 'json' ? status : encodeStatus(status));
}

async function take(signal: Signal, request: IncomingMessage, { sink, inFlight }: Receiver) {
  const form = formOf(request);
  if (!form)
    fail(
      'MEDIA_TYPE',
      `content-type "${request.headers['content-type'] ?? ''}": expected ${Object.keys(types).join(' or ')}`,
    );
  return inFlight.hold(async (hold) => {
    const body = await packedBody(request, { most: limits.bytes, take: hold });
    const refusal = await sink(readExport(signal, form, body, Date.now()));
    return form === 'json' ? exportAnswer(signal, refusal) : encodeExportAnswer(signal, refusal);
  });
}

/**
 * Answers an export by the rules of OTLP/HTTP 1.11: 200 once its claims are kept, with what was
 * refused of it; 429 or 503 with Retry-After where it may be sent again; any other status where it
 * may not.
 * `allowed` throws where the sender may not export.
 */
export async function receiveExport(
  signal: Signal,
  request: IncomingMessage,
  response: ServerResponse,
  receiver: Receiver & { allowed: () => void },
): Promise<void> {
  const form = formOf(request) ?? 'json';
  try {
    receiver.allowed();
    checkMethod(response, 'POST');
    const answer = await take(signal, request, receiver);
    tally.record(`otel.${signal}`, 'accepted');
    send(response, 200, form, answer);
  } catch (error) {
    if (response.headersSent || response.destroyed) return;
    const known = error instanceof Failure ? error : undefined;
    if (!known || known.code === 'STORE_UNAVAILABLE' || known.code === 'STREAM_UNAVAILABLE')
      receiver.log.error({ err: error }, 'an export was not written');
    if (!known?.retry) tally.record(`otel.${signal}`, 'refused');
    refuse(response, form, error);
  }
}
