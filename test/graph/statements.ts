/** Ids of two accounts. */
export const account = '111122223333';
export const other = '444455556666';

/** A policy document of some statements. */
export const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

/** A statement that allows. */
export const allow = (Action: string | string[], Resource: string | string[] = '*', more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
/** A statement that denies. */
export const deny = (Action: string | string[], Resource: string | string[] = '*', more = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});
