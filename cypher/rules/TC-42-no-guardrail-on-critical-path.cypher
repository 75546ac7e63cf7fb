/*
id: TC-42
title: No guardrail before a capable agent
claim: Every capable agent has a guardrail that nobody can switch off
severity: high
because: >-
  Anyone prompts an agent that reads sensitive data or acts, and no filter looks at what comes in or goes out. The
  second step of the attack meets nothing.
legs: [internet-exposed, no guardrail, agent reads sensitive data or acts]
frameworks:
  owasp-llm: [LLM01]
  asi: [ASI01]
  atlas: [AML.T0051, AML.T0054]
  nist-ai-rmf: [MEASURE 2.7, MANAGE 1.3]
  eu-ai-act: [Art. 15, Art. 9]
  iso-42001: [A.6.2.4]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Attach an enforced guardrail; but narrow what the agent may do first, because a filter never cuts a path.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true})
safe: ["SET d.sensitive = false", "CREATE (a)-[:PROTECTED_BY]->(g:Guardrail)"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)
WHERE NOT EXISTS { (a)-[:PROTECTED_BY]->(:Guardrail) }
  AND (EXISTS { MATCH (a)-[:QUERIES]->()-[:CONTAINS*0..1]->(d) WHERE d.sensitive }
    OR EXISTS { (a)-[:OPERATES]->() }
    OR EXISTS {
      MATCH (a)-[:CAN_CALL]->(t:Tool)
      WHERE t.semantic IN ['write', 'destructive', 'generic-api', 'exec', 'payment']
    })
RETURN DISTINCT e.uid AS entry, a.uid AS target, [i.uid, e.uid, a.uid] AS steps
