/*
id: TC-30
title: Shared memory is poisoned across users
claim: No memory of an agent is shared by its users
severity: high
because: >-
  What one user tells the agent is remembered and read by the next session or another agent. The instruction survives
  the conversation that planted it.
legs: [anyone may prompt, memory is written, memory is shared]
frameworks:
  owasp-llm: [LLM04]
  asi: [ASI06, ASI08]
  atlas: [AML.T0080.000]
  nist-ai-rmf: [MANAGE 2.3]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.2.6]
of: MATCH (m:MemoryStore) WHERE m.stub = false RETURN count(m) AS n
fix: Give each user a namespace, gate what is remembered, and let memories expire.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:WRITES_MEMORY]->(m:MemoryStore {namespaceIsolation: false}),
  (m)-[:FEEDS]->(b:Agent)
safe: ["SET m.namespaceIsolation = true", "REMOVE m.namespaceIsolation"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)
MATCH (a)-[:WRITES_MEMORY]->(m:MemoryStore)-[:FEEDS]->(b:Agent)
WHERE m.namespaceIsolation = false
RETURN DISTINCT e.uid AS entry, m.uid AS target, [i.uid, e.uid, a.uid, m.uid] AS steps
