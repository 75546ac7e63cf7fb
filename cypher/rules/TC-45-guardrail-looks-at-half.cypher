/*
id: TC-45
title: Guardrail only watches, or looks at one side
claim: Every capable agent has a guardrail that nobody can switch off
severity: high
because: >-
  Anyone prompts an agent that reads sensitive data or acts. Its guardrail records without blocking, or filters what
  comes in and not what goes out, or the other way round: the attack takes the side that nobody filters.
legs: [internet-exposed, guardrail is partial, agent reads sensitive data or acts]
frameworks:
  owasp-llm: [LLM01, LLM05]
  asi: [ASI01, ASI02]
  atlas: [AML.T0051.001]
  nist-ai-rmf: [MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.2.6]
of: MATCH (a:Agent)-[:PROTECTED_BY]->(:Guardrail) RETURN count(DISTINCT a) AS n
fix: Let it block, on input and on output; enforce it for the account. Narrow what the agent may do first.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:PROTECTED_BY]->(g:Guardrail {mode: 'detect'}),
  (a)-[:QUERIES]->(d:DataStore {sensitive: true})
safe: ["SET g.mode = 'block'", "SET d.sensitive = false", "CREATE (a)-[:PROTECTED_BY]->(h:Guardrail)"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)-[:PROTECTED_BY]->(:Guardrail)
WHERE NOT EXISTS {
    MATCH (a)-[:PROTECTED_BY]->(g:Guardrail)
    WHERE coalesce(g.mode, 'unknown') <> 'detect'
      AND (g.appliesTo IS NULL OR 'input' IN g.appliesTo AND 'output' IN g.appliesTo)
  }
  AND (EXISTS { MATCH (a)-[:QUERIES]->()-[:CONTAINS*0..1]->(d) WHERE d.sensitive }
    OR EXISTS { (a)-[:OPERATES]->() }
    OR EXISTS {
      MATCH (a)-[:CAN_CALL]->(t:Tool)
      WHERE t.semantic IN ['write', 'destructive', 'generic-api', 'exec', 'payment']
    })
RETURN DISTINCT e.uid AS entry, a.uid AS target, [i.uid, e.uid, a.uid] AS steps
