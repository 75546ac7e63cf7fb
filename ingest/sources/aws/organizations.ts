import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { accountUid, parseArn } from './arn.ts';
import type { Answer } from './answer.ts';
import { list, one } from './call.ts';
import { awsService } from './service.ts';
import { documentOf } from './shapes.ts';

const organizationsArn = z.string().regex(/^arn:[^:]+:organizations:/, 'expected an ARN');

/** Id of the organisation, which ARNs of its parts name: `…:root/o-example/r-example`. */
const organizationOf = (arn: string) => parseArn(arn)?.resource.split('/')[1] ?? '';

const unitTypes = { o: 'organization', r: 'root', ou: 'organizational-unit' } as const;

/** Names of the nodes from the organisation down, as `o-…/r-…/ou-…`; an account id may follow. */
function unitsOf(path: string, claim: ClaimBuilder): Ref<'OrgUnit'>[] {
  const units = path.split('/').flatMap((id) => {
    const type = /^(o|r|ou)-/.exec(id)?.[1] as keyof typeof unitTypes | undefined;
    return type ? [claim.node('OrgUnit', id, { provider: 'aws', type: unitTypes[type] })] : [];
  });
  for (const [index, unit] of units.entries()) {
    const parent = units[index - 1];
    if (parent) claim.edge('IN_ORG', unit, parent);
  }
  return units;
}

const accountShape = z.looseObject({
  Id: z.string().regex(/^\d{12}$/, 'expected twelve digits'),
  Arn: organizationsArn,
  Name: z.string().nullish(),
  Status: z.string().nullish(),
  State: z.string().nullish(),
  Paths: z.array(z.string()).nullish(),
});

function putAccount(
  account: z.infer<typeof accountShape>,
  claim: ClaimBuilder,
  parent: (claim: ClaimBuilder) => Ref<'OrgUnit'> | undefined,
) {
  const node = claim.node('Account', accountUid(account.Id), {
    provider: 'aws',
    account: account.Id,
    name: account.Name ?? undefined,
    state: account.State ?? account.Status ?? undefined,
    orgPath: account.Paths?.[0],
  });
  const unit = parent(claim);
  if (unit) claim.edge('IN_ORG', node, unit);
}

const policyTypes = new Map<string, 'scp' | 'rcp'>([
  ['SERVICE_CONTROL_POLICY', 'scp'],
  ['RESOURCE_CONTROL_POLICY', 'rcp'],
]);

const policyShape = z.looseObject({
  Id: z.string().min(1),
  Arn: organizationsArn,
  Name: z.string().nullish(),
  Type: z.string(),
});

const policyProps = ({ Name, Type }: z.infer<typeof policyShape>) => ({
  provider: 'aws',
  name: Name ?? undefined,
  type: policyTypes.get(Type) ?? ('other' as const),
});

/** Targets name a policy by its id alone, so the id is its uid. */
const targetOf = (id: string, claim: ClaimBuilder): Ref<'Account' | 'OrgUnit'> =>
  /^\d{12}$/.test(id) ? claim.ref('Account', accountUid(id)) : claim.ref('OrgUnit', id);

const parentArg = (answer: Answer, claim: ClaimBuilder) =>
  claim.ref('OrgUnit', answer.arg(0, 'parent'));

export default awsService(
  'organizations',
  'AWS Organizations: accounts, units, service and resource control policies',
  {
    'describe-organization': one({
      sign: ['Organization.MasterAccountId'],
      global: true,
      answer: z.looseObject({
        Organization: z.looseObject({
          Id: z.string().min(1),
          Arn: organizationsArn,
          MasterAccountId: z.string().nullish(),
        }),
      }),
      map({ Organization: { Id, Arn, MasterAccountId } }, answer) {
        const claim = answer.claim(Arn);
        claim.node('OrgUnit', Id, { provider: 'aws', type: 'organization' });
        if (MasterAccountId)
          claim.add('Account', accountUid(MasterAccountId), { isManagement: true });
      },
    }),
    'list-roots': list({
      sign: ['Roots'],
      items: 'Roots',
      global: true,
      item: z.looseObject({
        Id: z.string().min(1),
        Arn: organizationsArn,
        Name: z.string().nullish(),
      }),
      id: ({ Arn }) => Arn,
      map({ Id, Arn, Name }, claim) {
        unitsOf(`${organizationOf(Arn)}/${Id}`, claim);
        claim.node('OrgUnit', Id, { name: Name ?? undefined });
      },
    }),
    'list-organizational-units-for-parent': list({
      sign: ['OrganizationalUnits'],
      items: 'OrganizationalUnits',
      global: true,
      each: { operation: 'list-roots', query: 'Roots[].Id', option: '--parent-id' },
      item: z.looseObject({
        Id: z.string().min(1),
        Arn: organizationsArn,
        Name: z.string().nullish(),
      }),
      id: ({ Arn }) => Arn,
      map({ Id, Name }, claim, answer) {
        const unit = claim.node('OrgUnit', Id, {
          provider: 'aws',
          type: unitTypes.ou,
          name: Name ?? undefined,
        });
        claim.edge('IN_ORG', unit, parentArg(answer, claim));
      },
    }),
    'list-accounts': list({
      sign: ['Accounts'],
      items: 'Accounts',
      global: true,
      item: accountShape,
      id: ({ Arn }) => Arn,
      map: (account, claim) => {
        // An answer without paths does not say under which unit; to say the organisation alone
        // would pass over the units between.
        const [path] = account.Paths ?? [];
        putAccount(account, claim, () => (path ? unitsOf(path, claim).at(-1) : undefined));
      },
    }),
    'list-accounts-for-parent': list({
      sign: [],
      items: 'Accounts',
      global: true,
      each: {
        operation: 'list-organizational-units-for-parent',
        query: 'OrganizationalUnits[].Id',
        option: '--parent-id',
      },
      item: accountShape,
      id: ({ Arn }) => Arn,
      map: (account, claim, answer) => {
        putAccount(account, claim, () => parentArg(answer, claim));
      },
    }),
    'list-policies': list({
      sign: [],
      items: 'Policies',
      global: true,
      each: {
        operation: 'list-roots',
        query: "Roots[].PolicyTypes[?Status=='ENABLED'].Type[]",
        option: '--filter',
      },
      item: policyShape,
      id: ({ Arn }) => Arn,
      map(policy, claim) {
        claim.node('Policy', policy.Id, policyProps(policy));
      },
    }),
    'describe-policy': one({
      sign: ['Policy.PolicySummary', 'Policy.Content'],
      at: 'Policy',
      global: true,
      each: { operation: 'list-policies', query: 'Policies[].Id', option: '--policy-id' },
      answer: z.looseObject({ PolicySummary: policyShape, Content: z.string() }),
      map({ PolicySummary, Content }, answer) {
        const document = documentOf(Content);
        const claim = answer.claim(PolicySummary.Arn);
        claim.add('Policy', PolicySummary.Id, { ...policyProps(PolicySummary), document });
      },
    }),
    'list-targets-for-policy': list({
      sign: [],
      items: 'Targets',
      global: true,
      each: { operation: 'list-policies', query: 'Policies[].Id', option: '--policy-id' },
      item: z.looseObject({ TargetId: z.string().min(1), Arn: organizationsArn }),
      id: ({ Arn }) => Arn,
      map({ TargetId }, claim, answer) {
        const policy = claim.ref('Policy', answer.arg(0, 'policy'));
        claim.edge('HAS_POLICY', targetOf(TargetId, claim), policy);
      },
    }),
  },
);
