import { parseArn } from './arn.ts';

/**
 * The role of an assumed-role session, `sts::A:assumed-role/R/S` → `iam::A:role/R`; any other ARN
 * as it is. The session's ARN drops the role's path, so a role with a path is not told by it.
 */
export function roleArnOf(text: string): string {
  const arn = parseArn(text);
  const role =
    arn?.service === 'sts' ? /^assumed-role\/([^/]+)/.exec(arn.resource)?.[1] : undefined;
  return arn && role !== undefined ? `arn:${arn.partition}:iam::${arn.account}:role/${role}` : text;
}

/** Name of an assumed-role session; null where the ARN is none. */
export const sessionNameOf = (text: string): string | null => {
  const arn = parseArn(text);
  return (arn?.service === 'sts' && /^assumed-role\/[^/]+\/(.+)/.exec(arn.resource)?.[1]) || null;
};
