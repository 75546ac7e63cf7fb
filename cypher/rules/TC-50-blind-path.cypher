/*
id: TC-50
title: Path through an agent that nobody watches
claim: Every path through an agent is logged, and the log stays on
severity: high
because: >-
  Anyone prompts an agent that reads sensitive data or acts, and what it is told and does is logged nowhere. No alert
  means nothing here.
legs: [internet-exposed, agent reads sensitive data or acts, no telemetry]
frameworks:
  owasp-llm: [LLM01]
  asi: [ASI10]
  nist-ai-rmf: [MEASURE 2.4, MEASURE 3.1]
  eu-ai-act: [Art. 12, Art. 26, Art. 72]
  iso-42001: [A.6.2.8]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Switch model invocation logging on, with content, and send the agent's traces.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})
safe:
  - SET d.sensitive = false
  - CREATE (a)-[:LOGS_TO]->(l:LogSink)
  - "CREATE (a)-[:IN_ACCOUNT]->(c:Account)-[:LOGS_TO]->(l:LogSink {enabled: true, capturesContent: true})"
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)
WHERE a.lastSeen IS NULL
  AND NOT EXISTS { (a)-[:LOGS_TO]->() }
  AND NOT EXISTS {
    MATCH (a)-[:IN_ACCOUNT]->(:Account)-[:LOGS_TO]->(l:LogSink)
    WHERE l.capturesContent = true AND coalesce(l.enabled, true) = true
  }
  AND (EXISTS { MATCH (a)-[:QUERIES]->()-[:CONTAINS*0..1]->(d) WHERE d.sensitive }
    OR EXISTS { (a)-[:OPERATES]->() }
    OR EXISTS {
      MATCH (a)-[:CAN_CALL]->(t:Tool)
      WHERE t.semantic IN ['write', 'destructive', 'generic-api', 'exec', 'payment']
    })
RETURN DISTINCT e.uid AS entry, a.uid AS target, [i.uid, e.uid, a.uid] AS steps
