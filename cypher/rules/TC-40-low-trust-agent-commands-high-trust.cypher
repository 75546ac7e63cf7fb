/*
id: TC-40
title: Exposed agent commands a capable agent
claim: No untrusted text steers an agent that can do harm
severity: high
because: >-
  An agent that anyone may prompt hands work to one that may do harm, and the second trusts the first. The prompt
  travels with the work.
legs: [internet-exposed agent, delegates, capable agent]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI07, ASI03, ASI08]
  atlas: [AML.T0084.003, AML.T0053]
  nist-ai-rmf: [MAP 4.2]
  eu-ai-act: [Art. 14, Art. 15]
  iso-42001: [A.6.1.3]
of: MATCH (a:Agent)-[:DELEGATES_TO]->(b:Agent) RETURN count(DISTINCT b) AS n
fix: Authenticate the delegating agent and its intent, and give the second agent least agency.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:DELEGATES_TO]->(b:Agent)-[:CAN_CALL]->(t:Tool {semantic: 'exec'})
safe: ["SET t.semantic = 'read'"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)-[:DELEGATES_TO*1..2]->(b:Agent)
WHERE EXISTS { MATCH (b)-[:QUERIES]->()-[:CONTAINS*0..1]->(d) WHERE d.sensitive }
  OR EXISTS { (b)-[:OPERATES]->() }
  OR EXISTS {
    MATCH (b)-[:CAN_CALL]->(t:Tool)
    WHERE t.semantic IN ['write', 'destructive', 'generic-api', 'exec', 'payment']
  }
RETURN DISTINCT e.uid AS entry, b.uid AS target, [i.uid, e.uid, a.uid, b.uid] AS steps
