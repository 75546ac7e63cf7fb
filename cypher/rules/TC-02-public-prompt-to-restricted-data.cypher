/*
id: TC-02
title: Public prompt to restricted data
claim: No stranger reaches sensitive data through a model or an agent
severity: critical
because: >-
  Text from anyone decides which records an agent reads, and the agent reads with its own rights, not with those
  of who asks. A confused deputy needs no code execution.
legs: [internet-exposed, prompt decides, not filtered by caller, restricted data]
frameworks:
  owasp-llm: [LLM01, LLM02, LLM06]
  asi: [ASI01, ASI02, ASI03]
  atlas: [AML.T0051, AML.T0085, AML.T0057]
  nist-ai-rmf: [MEASURE 2.7, MEASURE 2.10, MAP 4.2]
  eu-ai-act: [Art. 10, Art. 15]
  iso-42001: [A.7.2, A.9.4]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Authorise the caller inside the tool, or narrow the identity's reads to what every caller may see.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[q:QUERIES]->(d:DataStore {sensitive: true})
safe: ["SET d.sensitive = false", "SET q.callerFiltered = true"]
arrive: [D]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)
MATCH (a)-[:CAN_CALL*0..1]->(x)-[q:QUERIES]->()-[:CONTAINS*0..1]->(d)
WHERE (d:DataStore OR d:Secret) AND d.sensitive
  AND coalesce(q.callerFiltered, x.callerFiltered, false) = false
RETURN DISTINCT e.uid AS entry, d.uid AS target, [i.uid, e.uid, a.uid, d.uid] AS steps
