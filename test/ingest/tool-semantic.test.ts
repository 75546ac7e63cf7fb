import { expect, test } from 'vitest';
import { toolSemantic, type Semantic, type ToolWords } from '../../ingest/tool-semantic.ts';

/**
 * Tools as their makers declare them: Model Context Protocol specification examples, reference MCP
 * servers, LangChain toolkits, AWS MCP servers and the samples of the Bedrock User Guide; the
 * semantic is read off what each one's documentation says that it does.
 */
const declared: [Semantic, ToolWords][] = [
  ['read', { name: 'get_weather', description: 'Get current weather information for a location' }],
  ['read', { name: 'list_users' }],
  ['read', { name: 'get_current_time' }],
  ['read', { name: 'GetOrderStatus', parameters: ['orderId'] }],
  ['read', { name: 'get_payment_status' }],
  ['read', { name: 'searchOrders', method: 'POST' }],
  ['read', { name: 'read_shell_history' }],
  ['read', { name: 'orders', method: 'GET' }],
  ['read', { name: 'weather', description: 'Returns the forecast of a city' }],
  ['write', { name: 'store_value' }],
  ['write', { name: 'createTicket', method: 'POST' }],
  ['write', { name: 'tickets', method: 'PATCH' }],
  ['write', { name: 'orders', description: 'Updates the shipping address of an order' }],
  ['destructive', { name: 'delete_file' }],
  ['destructive', { name: 'orders', method: 'DELETE' }],
  ['destructive', { name: 'cancelBooking' }],
  ['payment', { name: 'issue_refund' }],
  ['payment', { name: 'transferFunds' }],
  ['generic-api', { name: 'sql_db_query', description: 'Runs a SQL query', parameters: ['sql'] }],
  ['generic-api', { name: 'run_sql' }],
  ['generic-api', { name: 'call_aws' }],
  ['generic-api', { name: 'query_database' }],
  ['generic-api', { name: 'lookup', parameters: ['statement'] }],
  ['exec', { name: 'run_shell' }],
  ['exec', { name: 'execute_code', parameters: ['language', 'code'] }],
  ['exec', { name: 'bash' }],
  ['exec', { name: 'code-interpreter' }],
  ['exec', { name: 'diagnose', parameters: ['command'] }],
  ['net-egress', { name: 'send_email' }],
  ['net-egress', { name: 'fetch', parameters: ['url', 'max_length'] }],
  ['net-egress', { name: 'web_search' }],
  ['payment', { name: 'place_order' }],
  ['unknown', { name: 'orders' }],
  ['unknown', { name: 'test-action-group' }],
  ['unknown', { name: 'handler', description: 'Order handler for the shop' }],
];

test.each(declared)('%s: %o', (semantic, words) => {
  expect(toolSemantic(words)).toBe(semantic);
});

test('the spelling of a name does not matter', () => {
  for (const name of ['run_shell', 'run-shell', 'runShell', 'RUN SHELL', 'run.shell'])
    expect(toolSemantic({ name })).toBe('exec');
});
