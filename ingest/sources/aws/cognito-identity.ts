import { z } from 'zod';
import type { Answer } from './answer.ts';
import { one } from './call.ts';
import { described, listed } from './plain.ts';
import { awsService } from './service.ts';

const poolUid = (answer: Answer, id: string) =>
  answer.arn('cognito-identity', `identitypool/${id}`);
const each = {
  operation: 'list-identity-pools',
  query: 'IdentityPools[].IdentityPoolId',
  option: '--identity-pool-id',
};

/** Identity pools that give AWS roles to users of an application, signed in or not. */
export default awsService('cognito-identity', 'Cognito identity pools and their roles', {
  'list-identity-pools': listed({
    sign: ['IdentityPools'],
    options: '--max-results 60',
    items: 'IdentityPools',
    kind: 'IdentityProvider',
    form: z.looseObject({ IdentityPoolId: z.string(), IdentityPoolName: z.string() }),
    uid: ({ IdentityPoolId }, answer) => poolUid(answer, IdentityPoolId),
    props: ({ IdentityPoolName }) => ({ name: IdentityPoolName, protocol: 'cognito' as const }),
  }),
  'describe-identity-pool': described({
    sign: ['IdentityPoolId', 'IdentityPoolName', 'AllowUnauthenticatedIdentities'],
    each,
    kind: 'IdentityProvider',
    form: z.looseObject({
      IdentityPoolId: z.string(),
      IdentityPoolName: z.string(),
      AllowUnauthenticatedIdentities: z.boolean(),
    }),
    uid: ({ IdentityPoolId }, answer) => poolUid(answer, IdentityPoolId),
    props: (pool) => ({
      name: pool.IdentityPoolName,
      protocol: 'cognito' as const,
      issuer: 'cognito-identity.amazonaws.com',
      audiences: [pool.IdentityPoolId],
      subjectPatterns: pool.AllowUnauthenticatedIdentities
        ? ['authenticated', 'unauthenticated']
        : ['authenticated'],
    }),
  }),
  'get-identity-pool-roles': one({
    sign: ['IdentityPoolId', 'Roles'],
    each,
    answer: z.looseObject({
      IdentityPoolId: z.string(),
      Roles: z.record(z.string(), z.string()).nullish(),
    }),
    map({ IdentityPoolId, Roles }, answer) {
      const uid = poolUid(answer, IdentityPoolId);
      const claim = answer.claim(uid);
      for (const [subject, role] of Object.entries(Roles ?? {}))
        claim.edge(
          'FEDERATES_TO',
          claim.ref('IdentityProvider', uid),
          claim.ref('Identity', role),
          { subjects: [subject] },
        );
    },
  }),
});
