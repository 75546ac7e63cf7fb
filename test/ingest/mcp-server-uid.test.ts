import { expect, test } from 'vitest';
import { mcpServerUid } from '../../ingest/mcp-server-uid.ts';

/** Canonical server URIs, as the MCP authorisation specification lists valid and invalid ones. */
test.each([
  ['https://mcp.example.com/mcp', 'https://mcp.example.com/mcp'],
  ['https://mcp.example.com', 'https://mcp.example.com'],
  ['https://mcp.example.com/', 'https://mcp.example.com'],
  ['https://mcp.example.com:8443', 'https://mcp.example.com:8443'],
  ['HTTPS://MCP.Example.com:443/Server/', 'https://mcp.example.com/Server'],
  ['https://mcp.example.com/mcp#fragment', 'https://mcp.example.com/mcp'],
])('%s is %s', (url, uid) => {
  expect(mcpServerUid(url)).toBe(uid);
});

test.each(['', 'mcp.example.com', 'file:///etc/passwd', 'javascript:alert(1)'])(
  '"%s" is no remote server',
  (url) => {
    expect(mcpServerUid(url)).toBeNull();
  },
);
