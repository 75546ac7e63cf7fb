import type { Node } from '../../entity.ts';
import { compile, matches, type Compiled } from './wildcard.ts';

/** Where code in a workload finds the credentials of its role. */
export interface CredentialPlace {
  from: string;
  /** True where the place is assumed. */
  inferred: boolean;
  note: string;
}

const metadata = 'instance metadata service';

/** By form of the workload's ARN (documentation of the service named, on its execution role). */
const places: readonly (readonly [form: string, from: string])[] = [
  ['arn:*:lambda:*:*:function:*', 'environment variables of the function'],
  ['arn:*:ec2:*:*:instance/*', metadata],
  ['arn:*:ecs:*', 'task metadata endpoint'],
  ['arn:*:eks:*:*:nodegroup/*', metadata],
  ['arn:*:eks:*', 'pod identity agent'],
  ['arn:*:sagemaker:*:*:notebook-instance/*', metadata],
  ['arn:*:sagemaker:*', 'container credentials endpoint'],
  ['arn:*:bedrock-agentcore:*', 'microVM metadata service'],
  ['arn:*:codebuild:*', 'container credentials endpoint'],
  ['arn:*:glue:*', metadata],
  ['arn:*:apprunner:*', 'container credentials endpoint'],
  ['arn:*:batch:*', 'container credentials endpoint'],
  ['arn:*:elasticmapreduce:*', metadata],
];

const compiled = places.map(([form, from]): readonly [Compiled, string] => [compile(form), from]);

/** Null where the workload keeps its credentials from code that runs in it. */
export function credentialPlace({ uid, props }: Node): CredentialPlace | null {
  const from = compiled.find(([form]) => matches(form, uid))?.[1];
  if (from === metadata && props['imdsVersion'] === 'none') return null;
  return from === undefined
    ? { from: 'unknown', inferred: true, note: 'Services hand the role to the code that they run.' }
    : { from, inferred: false, note: `The ${from} hands them to any code there.` };
}
