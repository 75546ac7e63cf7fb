import { Failure, reasonOf } from '../errors.ts';

interface Where {
  /** The server without credentials. */
  name: string;
  user: string;
  database: string | null;
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';

/** The cause where one is told, else the first sentence: servers add advice that is about themselves. */
const first = (text: string) =>
  /Caused by: (\S.*)/.exec(text)?.[1] ?? text.split(/\n|(?<=\.)\s/)[0] ?? text;

const unreachable =
  /^(ServiceUnavailable|SessionExpired|Neo\.TransientError\.General\.DatabaseUnavailable)$/;
/** What the driver gives no code. */
const hung = /^Connection acquisition timed out/;
const refusedLogin =
  /^Neo\.ClientError\.Security\.(Unauthorized|AuthenticationRateLimit|CredentialsExpired|TokenExpired|Forbidden)$/;
/** A transaction that others, or the end of the server, were in the way of; not one that is too large. */
const hindered =
  /^Neo\.TransientError\.(?!General\.)|\.Transaction\.(Terminated|LockClientStopped)$/;
const needsLicence = /enterprise|UnsupportedAdministrationCommand/i;

/** True where a database server ended a query, as it does when its time is up. */
export const isTimeOut = (thrown: unknown): boolean =>
  /\.Transaction\.(TransactionTimedOut|Terminated|LockClientStopped)/.test(codeOf(thrown));

/** True where a database server refused to write, because the transaction only reads. */
export const isWrite = (thrown: unknown): boolean =>
  codeOf(thrown).endsWith('.Statement.AccessMode');

/** True where somebody else made the constraint or index meanwhile. */
export const isThere = (thrown: unknown): boolean =>
  /\.Schema\.\w*AlreadyExists$/.test(codeOf(thrown));

/** What a database server threw, with a code of ours where it is a matter of operation. */
export function serverFailure(thrown: unknown, { name, user, database }: Where): unknown {
  if (thrown instanceof Failure) return thrown;
  const code = codeOf(thrown);
  const reason = first(reasonOf(thrown));
  const options = { cause: thrown };
  if (unreachable.test(code) || hung.test(reason))
    return new Failure('STORE_UNAVAILABLE', `${name}: no answer: ${reason}`, options);
  if (hindered.test(code))
    return new Failure('STORE_UNAVAILABLE', `${name}: cannot do it now: ${reason}`, options);
  if (refusedLogin.test(code))
    return new Failure(
      'STORE_LOGIN',
      `${name}: refuses user "${user}" with this password: ${reason} ` +
        'Set CUTSET_NEO4J_USER and CUTSET_NEO4J_PASSWORD or CUTSET_NEO4J_PASSWORD_FILE.',
      options,
    );
  if (code === 'Neo.ClientError.Database.DatabaseNotFound')
    return new Failure(
      'STORE_DATABASE',
      `${name}: the server has no database "${database ?? ''}"; "cutset migrate --create" makes it ` +
        'where the licence allows more than one',
      options,
    );
  if (needsLicence.test(code) || needsLicence.test(reason))
    return new Failure(
      'STORE_LICENCE',
      `${name}: the server's licence has no such feature: ${reason}`,
      options,
    );
  return thrown;
}
