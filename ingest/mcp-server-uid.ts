/**
 * Unique id of a remote MCP server: its canonical URI (RFC 8707 as the MCP authorisation
 * specification reads it): lower-case scheme and host, no fragment, no trailing slash. Null where
 * the text is no http URL.
 */
export function mcpServerUid(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, pathname, search } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}${search}`;
}
