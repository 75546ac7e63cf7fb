import type { Answer } from './answer.ts';

/** Region of an availability zone or local zone: `us-east-1a`, `us-west-2-lax-1a`. */
export const regionOfZone = (zone: string | null | undefined) =>
  /^[a-z]{2}(?:-[a-z]+)+-\d/.exec(zone ?? '')?.[0];

/** ARN of a thing of EC2, whose answers name owner and zone where they name anything. */
export function ec2Arn(
  answer: Answer,
  type: string,
  id: string,
  { owner, zone }: { owner?: string | null | undefined; zone?: string | null | undefined },
): string {
  const region = regionOfZone(zone);
  return answer.arn('ec2', `${type}/${id}`, {
    ...(owner && /^\d{12}$/.test(owner) && { account: owner }),
    ...(region !== undefined && { region }),
  });
}
