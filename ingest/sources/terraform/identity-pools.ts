import cognito from '../aws/cognito-identity.ts';
import { answer, type Conversions } from './conversion.ts';
import { flag, map, text } from './values.ts';

export const identityPoolConversions: Conversions = {
  aws_cognito_identity_pool(values) {
    const IdentityPoolId = text(values, 'id');
    if (IdentityPoolId === undefined) return null;
    const pool = {
      IdentityPoolId,
      IdentityPoolName: text(values, 'identity_pool_name'),
      AllowUnauthenticatedIdentities: flag(values, 'allow_unauthenticated_identities') ?? false,
    };
    return [answer(cognito, 'describe-identity-pool', pool, IdentityPoolId)];
  },
  aws_cognito_identity_pool_roles_attachment(values) {
    const IdentityPoolId = text(values, 'identity_pool_id');
    if (IdentityPoolId === undefined) return null;
    const Roles = map(values, 'roles') ?? {};
    return [answer(cognito, 'get-identity-pool-roles', { IdentityPoolId, Roles }, IdentityPoolId)];
  },
};
