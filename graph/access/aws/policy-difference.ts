import { canonical } from '../../claim.ts';
import { policyDocument, type PolicyDocument, type Statement } from './policy.ts';

const versionOf = (document: unknown): unknown =>
  document !== null && typeof document === 'object'
    ? (document as Record<string, unknown>)['Version']
    : undefined;

const said = ({ statements }: PolicyDocument) =>
  new Map(statements.map((statement) => [canonical([statement.id, statement.source]), statement]));

/**
 * What one of two texts of a policy says and the other does not, as a policy: whom and what it does
 * not concern, the change does not either. A statement under another name counts as another one.
 */
export function policyDifference(before: unknown, after: unknown): PolicyDocument {
  const [was, is] = [policyDocument(before), policyDocument(after)];
  const [a, b] = [said(was), said(is)];
  const same = versionOf(before) === versionOf(after);
  const only = (one: ReadonlyMap<string, Statement>, other: ReadonlyMap<string, Statement>) =>
    [...one].flatMap(([text, statement]) => (same && other.has(text) ? [] : [statement]));
  return {
    statements: [...only(a, b), ...only(b, a)],
    problem: was.problem === is.problem ? null : (was.problem ?? is.problem),
    byAction: new Map(),
  };
}
