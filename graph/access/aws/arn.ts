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
export function parseArn(text: string): Arn | null {
  if (!text.startsWith('arn:')) return null;
  const [, partition = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (rest.length === 0) return null;
  return { partition, service, region, account, resource: rest.join(':') };
}

const accountId = /^\d{12}$/;

export const isAccountId = (text: string): boolean => accountId.test(text);

/** The account that the ARN itself names; null where it names none. */
export function accountIn(text: string): string | null {
  const account = parseArn(text)?.account ?? '';
  return isAccountId(account) ? account : null;
}

/** Whether an ARN is that of a role which only the service that made it can use. */
export const isServiceLinkedRole = (text: string): boolean =>
  parseArn(text)?.resource.startsWith('role/aws-service-role/') === true;

/** Uid of the node of an account. */
export const accountUid = (id: string) => `aws:${id}`;

export const rootArn = (account: string, partition = 'aws') =>
  `arn:${partition}:iam::${account}:root`;

/**
 * An ARN with fewer than six parts stands for one whose missing parts are wildcards (IAM User
 * Guide, "IAM JSON policy elements: Resource"); policies of API Gateway leave out the API itself.
 */
export function completeArn(pattern: string): string {
  if (pattern.startsWith('execute-api:/')) return `arn:*:execute-api:*:*:*/${pattern.slice(13)}`;
  if (!pattern.startsWith('arn:')) return pattern;
  const missing = 6 - pattern.split(':').length;
  return missing > 0 ? pattern + ':*'.repeat(missing) : pattern;
}
