import { z } from 'zod';
import { fail } from '../../../graph/errors.ts';
import { instant } from '../../instant.ts';
import { source, type Emit, type Origin } from '../../source.ts';
import { parseArn } from './arn.ts';
import { configItems, hasConfigItem, isConfigItem } from './config-document.ts';
import { readingOf, type Reading } from './config-reading.ts';

const text = z.string().nullish();

/** `ConfigurationItem` of AWS Config, whose letters' case differs between its messages. */
const item = z.looseObject({
  resourceType: z.string().min(1),
  resourceId: text,
  ARN: text,
  arn: text,
  awsAccountId: text,
  accountId: text,
  awsRegion: text,
  configurationItemStatus: z.string(),
  configurationItemCaptureTime: z.string(),
  configuration: z.unknown().optional(),
});
type Item = z.infer<typeof item>;

const isAccount = (id: string | null | undefined): id is string => /^\d{12}$/.test(id ?? '');

function homeOf(of: Item, origin: Origin): Pick<Origin, 'account' | 'region'> {
  const arn = parseArn(of.ARN ?? of.arn);
  const account = [of.awsAccountId, of.accountId, arn?.account, origin.account].find(isAccount);
  const region = of.awsRegion ?? (arn?.region || origin.region);
  return {
    ...(account !== undefined && { account }),
    ...(region && region !== 'global' && { region }),
  };
}

/** Config captures one resource at its own time, never a whole scan. */
const captured = (emit: Emit, at: number): Emit => ({
  ...emit,
  claim: (head) => emit.claim({ at, ...head }),
  complete: () => undefined,
  partial: () => undefined,
});

/** A resource that is gone retracts what its last description said. */
function retract(of: Item, reading: Reading, emit: Emit, origin: Origin) {
  const arn = of.ARN ?? of.arn;
  const { account } = origin;
  if (!arn || account === undefined)
    fail('RECORD_HOMELESS', 'a deleted resource without ARN or account');
  const { service, operation } = reading;
  emit.claim({
    owner: `aws:${account}/${service.service}`,
    subject: `${operation}:${reading.subject(arn)}`,
    at: origin.at,
  });
}

function map(of: Item, emit: Emit, origin: Origin) {
  const at = instant(of.configurationItemCaptureTime);
  if (at === null)
    fail(
      'RECORD_INVALID',
      `configurationItemCaptureTime: not a time: "${of.configurationItemCaptureTime}"`,
    );
  const reading = readingOf(of.resourceType);
  if (!reading) {
    emit.unresolved(`AWS Config resource of type ${of.resourceType}`);
    return;
  }
  const { service, operation } = reading;
  const call = { service: service.service, operation, args: [] };
  const home = { path: origin.path, at, call, ...homeOf(of, origin) };
  if (/^ResourceDeleted/.test(of.configurationItemStatus)) retract(of, reading, emit, home);
  else if (/^(OK|ResourceDiscovered)$/.test(of.configurationItemStatus))
    service.map(reading.answer(of.configuration), captured(emit, at), home);
  else emit.unresolved(`AWS Config item with status ${of.configurationItemStatus}`);
}

/**
 * Resources as AWS Config describes them: each is turned into the answer of the provider's own call
 * that says the same, so that the newest description counts, wherever it came from.
 */
export default source({
  name: 'aws.config-item',
  doc: 'AWS Config: notifications by SNS and EventBridge, rule events, snapshots, histories',
  split: configItems,
  record: z.preprocess(hasConfigItem, item),
  detect: (record) => isConfigItem(hasConfigItem(record)),
  map,
});
