/** The parts of an Amazon Resource Name (AWS General Reference, "ARN format"). */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  /** All that follows: `role/path/name`, `function:name`, `bucket/key`. */
  resource: string;
}

/** Null where the text is no ARN. */
export function parseArn(text: unknown): Arn | null {
  if (typeof text !== 'string' || !text.startsWith('arn:')) return null;
  const [, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (rest.length === 0) return null;
  return { partition, service, region, account, resource: rest.join(':') };
}

/** Uid of the account node. */
export const accountUid = (id: string) => `aws:${id}`;
