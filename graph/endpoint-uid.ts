const defaultPorts: Record<string, string> = { http: '80', https: '443' };

/**
 * Unique id of an Endpoint: lower-case scheme and host, default port dropped, no trailing slash.
 * The route keeps its case, as servers do.
 */
export function endpointUid(
  scheme: string,
  host: string,
  port?: number | string,
  route = '',
): string {
  const lower = scheme.toLowerCase();
  const shown = port === undefined || String(port) === defaultPorts[lower] ? '' : `:${port}`;
  const path = route.replace(/^\/+|\/+$/g, '');
  return `ep:${lower}://${host.toLowerCase()}${shown}${path === '' ? '' : `/${path}`}`;
}

/** The same from a URL; null where it is none. */
export function endpointUidOfUrl(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname, port, pathname } = new URL(url);
  return endpointUid(protocol.slice(0, -1), hostname, port === '' ? undefined : port, pathname);
}
