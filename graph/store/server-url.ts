import { fail } from '../errors.ts';

/** Where an estate's graph lies on a database server. */
export interface ServerUrl {
  /** For the driver: scheme, host, port and routing parameters. */
  address: string;
  /** Null = the server's default database. */
  database: string | null;
  /** For messages; never holds a credential. */
  name: string;
}

const scheme = /^(bolt|neo4j)(\+s|\+ssc)?:\/\//i;

/** True for an estate that is a URL rather than a folder. */
export const isServerUrl = (text: string): boolean => scheme.test(text);

/** Reads `neo4j://host:7687/database`. Throws USAGE without repeating a password. */
export function parseServerUrl(text: string): ServerUrl {
  const url = scheme.test(text) ? URL.parse(text) : null;
  if (!url?.hostname)
    fail('USAGE', 'the estate: expected a URL such as neo4j://host:7687/database');
  const { protocol, host, search } = url;
  if (url.username !== '' || url.password !== '')
    fail(
      'USAGE',
      `${protocol}//${host}: a URL shows in lists of processes; give user and password as ` +
        'CUTSET_NEO4J_USER and CUTSET_NEO4J_PASSWORD or CUTSET_NEO4J_PASSWORD_FILE',
    );
  const path = decodeURIComponent(url.pathname.replace(/^\/|\/$/g, ''));
  if (/[^\w.-]/.test(path))
    fail('USAGE', `${protocol}//${host}: "${path}" is not the name of a database`);
  const database = path === '' ? null : path;
  return {
    address: `${protocol}//${host}${search}`,
    database,
    name: `${protocol}//${host}${database === null ? '' : `/${database}`}`,
  };
}
