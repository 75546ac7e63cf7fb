import type { Ref } from '../graph/claim.ts';
import type { FromKind } from '../graph/schema/index.ts';
import type { ClaimBuilder } from './claim-builder.ts';
import type { FoundSecret } from './secrets.ts';

/** What stands for a secret: the provider's public key id, else a keyed digest of its value. */
const credentialUid = ({ keyId, value }: FoundSecret, digest: (secret: string) => string) =>
  keyId === undefined ? `cred:hmac:${digest(value)}` : `cred:${keyId}`;

/**
 * Says that a node holds secrets in plain text. `where` names the place, e.g. `environment`; the
 * name of the variable is added. Values are digested, never kept.
 */
export function holdSecrets(
  claim: ClaimBuilder,
  holder: Ref<FromKind<'HOLDS'>>,
  found: readonly FoundSecret[],
  where: string,
  digest: (secret: string) => string,
): void {
  for (const secret of found) {
    const { type, name, idOnly } = secret;
    const credential = claim.node('Credential', credentialUid(secret, digest), { type });
    claim.edge('HOLDS', holder, credential, {
      where: name === undefined ? where : `${where} ${name}`,
      ...(idOnly && {
        inferred: true,
        note: 'Only the id of the key stands there; its secret was not found beside it.',
      }),
    });
  }
}
