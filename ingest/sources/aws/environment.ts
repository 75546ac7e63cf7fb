import type { Ref } from '../../../graph/claim.ts';
import type { FromKind } from '../../../graph/schema/index.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { holdSecrets } from '../../hold-secrets.ts';
import { plainVariables, secretsInVariables, type FoundSecret } from '../../secrets.ts';
import type { Answer } from './answer.ts';

/** What may be kept of a workload's environment variables. */
export interface Environment {
  /** Values that name things; none that is or may be a secret. */
  environment: Record<string, string>;
  /** Names of the others; absent where there are none. */
  withheld?: string[];
}

/** What a workload's variables say, without the secrets among them. */
export function environmentOf(variables: Readonly<Record<string, string>> | null | undefined): {
  kept: Environment;
  secrets: FoundSecret[];
} {
  const all = variables ?? {};
  const environment = plainVariables(all);
  const withheld = Object.keys(all)
    .filter((name) => !Object.hasOwn(environment, name))
    .sort();
  return {
    kept: { environment, ...(withheld.length > 0 && { withheld }) },
    secrets: secretsInVariables(all),
  };
}

/** The credentials that stand in a workload's environment. */
export function holdEnvironment(
  answer: Answer,
  claim: ClaimBuilder,
  holder: Ref<FromKind<'HOLDS'>>,
  secrets: readonly FoundSecret[],
): void {
  holdSecrets(claim, holder, secrets, 'environment', (secret) => answer.digest(secret));
}
