import protobuf from 'protobufjs';
import { fail, Failure, reasonOf } from '../../graph/errors.ts';
import { bytes as sizeOf } from '../limits.ts';
import { messageOf, signals, type Signal } from './messages.ts';

/** Bounds of one message. Nesting is bounded by the decoder, at 100 messages. */
export const limits = {
  bytes: 16 << 20,
  /** A few bytes of empty messages would otherwise become hundreds of megabytes of objects. */
  fields: 2_000_000,
};

/** What was refused of an export; an empty reason and 0 stand for nothing. */
export interface Refusal {
  rejected: number;
  reason: string;
}

type Fields = Record<string, unknown>;

const listOf = (value: unknown) => (value ?? []) as Fields[];

/** A reader that stops at a message of too many fields. */
function boundedReader(bytes: Uint8Array): protobuf.Reader {
  const reader = protobuf.Reader.create(bytes);
  const tag = reader.tag.bind(reader);
  let left = limits.fields;
  reader.tag = () => {
    if (--left < 0) fail('INPUT_TOO_LARGE', `OTLP: more than ${limits.fields} fields in a message`);
    return tag();
  };
  return reader;
}

/** OTLP/JSON departs from proto3 JSON here: ids are hexadecimal, other bytes base64. */
function writeIdsInHex(item: Fields) {
  for (const name of ['traceId', 'spanId', 'parentSpanId'])
    if (typeof item[name] === 'string')
      item[name] = Buffer.from(item[name], 'base64').toString('hex');
}

/**
 * The OTLP/JSON object of the bytes of an `ExportTraceServiceRequest` or
 * `ExportLogsServiceRequest`: ids in hexadecimal, 64-bit numbers as texts, enums as numbers. Throws
 * RECORD_UNREADABLE for bytes that are no such message, INPUT_TOO_LARGE beyond a bound.
 */
export function decodeExport(signal: Signal, bytes: Uint8Array): Record<string, unknown> {
  if (bytes.length > limits.bytes)
    fail('INPUT_TOO_LARGE', `OTLP: a message of more than ${sizeOf(limits.bytes)}`);
  const type = messageOf(signal, 'Request');
  try {
    const message = type.decode(boundedReader(bytes));
    const object = type.toObject(message, { longs: String, bytes: String, json: true });
    const groups = listOf(object[signals[signal].groups]);
    for (const group of groups)
      for (const scope of listOf(group['scopeSpans'] ?? group['scopeLogs']))
        for (const item of listOf(scope['spans'] ?? scope['logRecords'])) {
          writeIdsInHex(item);
          for (const link of listOf(item['links'])) writeIdsInHex(link);
        }
    return { [signals[signal].groups]: groups };
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    return fail('RECORD_UNREADABLE', `OTLP: no ${type.name}: ${reasonOf(cause)}`, { cause });
  }
}

/** The answer to an export, in the form of OTLP/JSON; partial success where something was refused. */
export function exportAnswer(signal: Signal, { rejected, reason }: Refusal): object {
  if (rejected === 0 && reason === '') return {};
  return {
    partialSuccess: {
      ...(rejected > 0 && { [signals[signal].rejected]: String(rejected) }),
      ...(reason !== '' && { errorMessage: reason }),
    },
  };
}

/** Bytes of the answer to an export. */
export function encodeExportAnswer(signal: Signal, refusal: Refusal): Uint8Array {
  const type = messageOf(signal, 'Response');
  return type.encode(type.fromObject(exportAnswer(signal, refusal))).finish();
}
