import type { EdgeKind } from '../../../graph/schema/index.ts';
import type { TrailEvent } from './cloudtrail-event.ts';
import type { Target } from './cloudtrail-target.ts';

/**
 * What an event is a signal of. `use` of a model or agent, `enable` of models, `change` of what an
 * agent does, `weaken` of a guardrail, `blind`ing of a log, `keys` to models, `privilege` given to
 * an identity, `exposure` of data or code to others.
 */
export const signalClasses = {
  use: {},
  enable: { tier: 'T2' },
  change: { tier: 'T2' },
  keys: { tier: 'T2' },
  privilege: { tier: 'T2' },
  exposure: { tier: 'T3' },
  weaken: { tier: 'T3' },
  blind: { tier: 'T3' },
} as const;
export type SignalClass = keyof typeof signalClasses;

/** What an event means once it succeeded. */
export interface Meaning {
  /** `service:Operation`. */
  actions: readonly string[];
  target: Target;
  /** What the identity did to the target, as an edge that was seen. */
  edge?: EdgeKind;
  signal?: SignalClass | ((event: TrailEvent) => SignalClass | null);
  /** An event without this parameter means nothing. */
  only?: string;
}

/** Actions of one service. */
export const of = (service: string, ...operations: readonly string[]) =>
  operations.map((operation) => `${service}:${operation}`);

/** Operations that IAM authorises under another name (Service Authorization Reference). */
const iamActions: Readonly<Record<string, string>> = {
  'bedrock:Converse': 'bedrock:InvokeModel',
  'bedrock:ConverseStream': 'bedrock:InvokeModelWithResponseStream',
  'bedrock:StartAsyncInvoke': 'bedrock:InvokeModel',
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:CopyObject': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
  's3:SelectObjectContent': 's3:GetObject',
  's3:UploadPart': 's3:PutObject',
  'dynamodb:TransactGetItems': 'dynamodb:GetItem',
  'dynamodb:TransactWriteItems': 'dynamodb:PutItem',
};

/** The permission that an operation needs. */
export const iamActionOf = (action: string): string => iamActions[action] ?? action;
