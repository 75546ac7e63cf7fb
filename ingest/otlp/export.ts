import { createHash } from 'node:crypto';
import { parseExport } from './json.ts';
import type { Signal } from './messages.ts';
import { decodeExport, type Refusal } from './protobuf.ts';

/** How the bytes of an export are written. */
export type Form = 'protobuf' | 'json';

/** One export request, read. */
export interface Export {
  signal: Signal;
  form: Form;
  /** As received, unpacked. */
  body: Uint8Array;
  /** The OTLP/JSON object. */
  record: Record<string, unknown>;
  /** Where it lies, for evidence: told by its content, so that a repeated export adds nothing. */
  position: string;
  /** Time of receipt, milliseconds since 1970. */
  at: number;
}

/** Where exports go. What is resolved is kept; what fails with `retry` the sender sends again. */
export type ExportSink = (export_: Export) => Promise<Refusal>;

/** Reads the bytes of an export. Throws the Failure by which they are refused. */
export function readExport(signal: Signal, form: Form, body: Uint8Array, at: number): Export {
  const record = form === 'json' ? parseExport(signal, body) : decodeExport(signal, body);
  const digest = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return { signal, form, body, record, position: `otlp/v1/${signal}/${digest}#1`, at };
}
