import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Claim } from '../../graph/claim.ts';
import { fail, Failure, reasonOf, type FailureCode } from '../../graph/errors.ts';
import { detectSource, recordsOf, sourceNamed } from '../detect.ts';
import { documentsOf, type Part } from '../documents.ts';
import { bytes as sizeOf, limits } from '../limits.ts';
import { mapRecord } from '../map-record.ts';
import type { Signal } from '../otlp/messages.ts';
import { decodeExport } from '../otlp/protobuf.ts';
import { isJson, signalOf } from '../otlp/signal.ts';
import { positionOf, type StreamRecord } from './record.ts';

/** Why a record, or a part of it, did not go in. */
export interface Refusal {
  /** The source that was meant to read it, where that is known. */
  source: string | null;
  code: FailureCode;
  reason: string;
}

/** What one record of a topic amounts to. */
export interface Reading {
  /** The source of each document that was read. */
  read: string[];
  claims: Claim[];
  unresolved: string[];
  refused: Refusal[];
}

const unzip = promisify(gunzip);

async function unzipped(value: Buffer): Promise<Buffer> {
  if (value[0] !== 0x1f || value[1] !== 0x8b) return value;
  try {
    return await unzip(value, { maxOutputLength: limits.document });
  } catch (cause) {
    const large = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    if (large) fail('INPUT_TOO_LARGE', `gzip: more than ${sizeOf(limits.document)}`, { cause });
    return fail('RECORD_UNREADABLE', `gzip: ${reasonOf(cause)}`, { cause });
  }
}

async function* alone(value: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(value);
}

const signals = { 'otel.traces': 'traces', 'otel.logs': 'logs' } as const;

/** The signal whose export in protobuf bytes are: by the source where one is named, else by form. */
function signalIn(bytes: Buffer, source: string | undefined): Signal | null {
  const named = source === undefined ? undefined : signals[source as keyof typeof signals];
  if (named === undefined) return signalOf(bytes);
  return isJson(bytes) ? null : named;
}

/** Documents of a value: JSON, one or a line each, or an OTLP export in protobuf. */
async function* partsOf(value: Buffer, source: string | undefined): AsyncGenerator<Part> {
  const bytes = await unzipped(value);
  const signal = signalIn(bytes, source);
  if (signal !== null) yield { record: 1, document: decodeExport(signal, bytes) };
  else yield* documentsOf(alone(bytes));
}

/**
 * Claims of a record, by the named source or the one that knows its form; `key` makes the digests of
 * secrets. Never throws: what cannot be read is in `refused`. A topic holds no completed scans, so a
 * list that a record carries retracts nothing.
 */
export async function readRecord(
  record: StreamRecord,
  named: string | undefined,
  key: string,
): Promise<Reading> {
  const reading: Reading = { read: [], claims: [], unresolved: [], refused: [] };
  const path = positionOf(record);
  const refuse = (error: unknown, source: string | null) => {
    const code = error instanceof Failure ? error.code : 'UNEXPECTED';
    reading.refused.push({ source, code, reason: reasonOf(error) });
  };
  const take = (document: unknown, number: number) => {
    const origin = { path, at: record.at };
    let source: string | null = named ?? null;
    try {
      const reader = named === undefined ? detectSource(document, origin) : sourceNamed(named);
      source = reader.name;
      const mapped = mapRecord(reader, document, `${path}#${number}`, origin, key);
      reading.read.push(reader.name);
      reading.claims.push(...mapped.claims);
      reading.unresolved.push(...mapped.unresolved);
      for (const { part, reason } of mapped.refused)
        reading.refused.push({ source, code: 'RECORD_INVALID', reason: `${part}: ${reason}` });
    } catch (error) {
      refuse(error, source);
    }
  };
  try {
    if (record.unreadable !== undefined) fail('INPUT_TOO_LARGE', record.unreadable);
    if (record.value === null) fail('RECORD_UNREADABLE', 'the record has no value');
    if (record.value.length === 0) fail('RECORD_UNREADABLE', 'the record is empty');
    for await (const part of partsOf(record.value, named)) {
      if ('reason' in part) refuse(new Failure('RECORD_UNREADABLE', part.reason), named ?? null);
      else {
        const records = recordsOf(part.document);
        for (const [index, one] of records.entries())
          take(one, records.length > 1 ? index + 1 : part.record);
      }
    }
  } catch (error) {
    refuse(error, named ?? null);
  }
  return reading;
}
