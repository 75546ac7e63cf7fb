import protobuf from 'protobufjs';
import type { FailureCode } from '../../graph/errors.ts';

/** `google.rpc.Status`, of which OTLP uses these fields. */
const status = new protobuf.Type('Status')
  .add(new protobuf.Field('code', 1, 'int32'))
  .add(new protobuf.Field('message', 2, 'string'));

/** `google.rpc.Code` */
const codes = {
  invalid: 3,
  forbidden: 7,
  exhausted: 8,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

const ofFailure: Partial<Record<FailureCode, keyof typeof codes>> = {
  FORBIDDEN: 'forbidden',
  UNAUTHENTICATED: 'unauthenticated',
  INPUT_TOO_LARGE: 'exhausted',
  OVERLOADED: 'unavailable',
  TOO_MANY: 'exhausted',
  STORE_UNAVAILABLE: 'unavailable',
  STREAM_UNAVAILABLE: 'unavailable',
};

/** What OTLP answers to a failed export, as an object. */
export interface Status {
  code: number;
  message: string;
}

/** The status of a failure; null stands for one that is not ours, whose text is not shown. */
export const statusOf = (failure: { code: FailureCode; message: string } | null): Status =>
  failure
    ? { code: codes[ofFailure[failure.code] ?? 'invalid'], message: failure.message }
    : { code: codes.internal, message: 'unexpected error' };

export const encodeStatus = (value: Status): Uint8Array =>
  status.encode(status.create(value)).finish();
