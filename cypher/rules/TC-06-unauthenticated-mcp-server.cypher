/*
id: TC-06
title: Unauthenticated MCP server with tools that do harm
claim: No model or tool server answers strangers
severity: critical
because: >-
  Whoever reaches the server calls its tools directly, without any model in between to refuse. The tools write,
  delete, execute or read secrets.
legs: [internet-exposed, no authorisation, harmful tool]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI02, ASI04, ASI07]
  atlas: [AML.T0053, AML.T0049]
  attack: [T1190]
  nist-ai-rmf: [MEASURE 2.7]
  eu-ai-act: [Art. 15, Art. 14]
  iso-42001: [A.6.2.5]
of: MATCH (m:McpServer) WHERE m.stub = false RETURN count(m) AS n
fix: Ask for OAuth with an audience check, or make the endpoint private.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO]->(m:McpServer {auth: 'none'})-[:SERVES]->(t:Tool {semantic: 'write'})
safe: ["SET m.auth = 'oauth'", "SET t.semantic = 'read'"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO]->(m:McpServer)-[:SERVES]->(t:Tool)
WHERE m.auth = 'none'
  AND (t.semantic IN ['write', 'destructive', 'generic-api', 'exec', 'payment']
    OR EXISTS { MATCH (t)-[:QUERIES]->()-[:CONTAINS*0..1]->(d) WHERE d.sensitive })
WITH i, e, m, min(t.uid) AS tool
RETURN e.uid AS entry, m.uid AS target, [i.uid, e.uid, m.uid, tool] AS steps
