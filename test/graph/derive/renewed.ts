import awsAccess from '../../../graph/derive/aws-access.ts';
import awsAdmin from '../../../graph/derive/aws-admin.ts';
import awsCredentialTheft from '../../../graph/derive/aws-credential-theft.ts';
import awsEscalation from '../../../graph/derive/aws-escalation.ts';
import awsResourceSets from '../../../graph/derive/aws-resource-sets.ts';
import awsTrust from '../../../graph/derive/aws-trust.ts';
import type { Derivation } from '../../../graph/derive/derivation.ts';
import { catchUp, type DerivedLedger } from '../../../graph/derive/settle.ts';
import type { View } from '../../../graph/view.ts';

/** What rests on who may do what in AWS. */
const derivations = [
  awsAccess,
  awsTrust,
  awsAdmin,
  awsEscalation,
  awsResourceSets,
  awsCredentialTheft,
] as readonly Derivation[];

/** Lets all of them catch up with a view. */
export function whole(view: View, ledger: DerivedLedger): void {
  for (const derivation of derivations) catchUp(derivation, view, ledger, 1);
}

/** What they say of a view of which nothing was known. */
export function settledOn(view: View): DerivedLedger {
  const ledger: DerivedLedger = new Map();
  whole(view, ledger);
  return ledger;
}

/** What a ledger says, in an order that is always the same. */
export const hashes = (ledger: DerivedLedger) =>
  [...ledger].map(([owner, subjects]) => [owner, Object.fromEntries([...subjects].sort())]);
