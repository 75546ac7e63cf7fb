/*
id: TC-54
title: Public prompt runs code whose identity reads sensitive data
claim: No stranger reaches sensitive data through a model or an agent
severity: critical
because: >-
  Text from anyone decides what an agent's tool executes. Code there takes the identity that it runs as, and with it
  whatever that identity reads, far beyond what the tool was written for.
legs: [internet-exposed, prompt decides, tool executes code, identity reads sensitive data]
frameworks:
  owasp-llm: [LLM01, LLM02, LLM06]
  asi: [ASI01, ASI05, ASI03]
  atlas: [AML.T0051.000, AML.T0053, AML.T0050, AML.T0098]
  attack: [T1552.005, T1530]
  nist-ai-rmf: [MEASURE 2.7, MEASURE 2.10]
  eu-ai-act: [Art. 10, Art. 15]
  iso-42001: [A.6.2.4, A.7.2]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Narrow what the tool's identity reads; drop the tool that executes code, or run it where there is no identity.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:CAN_CALL]->(t:Tool {semantic: 'exec'}),
  (t)-[:SERVED_BY]->(w:Workload)-[:CAN_STEAL]->(p:Identity)-[:CAN_READ]->(d:DataStore {sensitive: true})
safe: ["SET t.semantic = 'read'", "SET d.sensitive = false"]
arrive: [D]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)
MATCH (a)-[:CAN_CALL]->(t:Tool)-[:SERVED_BY]->(w:Workload)-[:CAN_STEAL]->(p:Identity)
WHERE t.semantic = 'exec'
MATCH (p)-[:CAN_READ]->()-[:CONTAINS*0..1]->(d)
WHERE (d:DataStore OR d:Secret OR d:KnowledgeBase) AND d.sensitive
RETURN DISTINCT e.uid AS entry, d.uid AS target, [i.uid, e.uid, a.uid, t.uid, w.uid, p.uid, d.uid] AS steps
