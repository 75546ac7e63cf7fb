import type { Claim } from '../../graph/claim.ts';
import { Estate } from '../../graph/estate.ts';
import { claimOf } from '../../graph/rules/example.ts';
import { parsePattern } from '../../graph/rules/pattern.ts';

const account = '111122223333';

/** What a graph written as a Cypher pattern claims, as one source of AWS would. */
export function claimsOf(
  pattern: string,
  { at = Date.now(), owner = `aws:${account}/iam` }: { at?: number; owner?: string } = {},
): Claim[] {
  const claim = claimOf(parsePattern(pattern));
  const evidence = { source: 'aws.iam', record: 'iam.json#1', actor: 'ci-deploy' };
  return [{ ...claim, owner, subject: 'graph', at, evidence }];
}

/**
 * A shop whose public chat steers an agent that reads its orders, with a second store that is not
 * sensitive and a role that nothing leads to.
 */
export const shop = `
  (i:Internet)-[:REACHES]->(chat:Endpoint {authn: 'none', exposure: 'internet'}),
  (chat)-[:PROMPTS]->(bot:Agent {account: '${account}', approvalMode: 'none'}),
  (bot)-[:QUERIES]->(orders:DataStore {sensitive: true, account: '${account}', owner: 'sales'}),
  (bot)-[:QUERIES]->(leaflets:DataStore {sensitive: false, type: 's3', account: '${account}'}),
  (spare:Identity {account: '${account}'})-[:CAN_READ]->(orders)`;

/** An estate in memory that holds a graph, settled. The caller closes it. */
export async function estateWith(claims: Claim[]): Promise<Estate> {
  const estate = await Estate.open();
  await estate.write(claims);
  await estate.settle();
  return estate;
}
