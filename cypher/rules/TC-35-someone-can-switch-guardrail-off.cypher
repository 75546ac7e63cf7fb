/*
id: TC-35
title: Someone can switch the only guardrail off
claim: Every capable agent has a guardrail that nobody can switch off
severity: high
because: >-
  One guardrail is all that stands before an agent that the internet prompts, and an identity that does not
  administer the account may change or delete it.
legs: [internet-exposed, only guardrail, may be switched off]
frameworks:
  owasp-llm: [LLM01]
  asi: [ASI01, ASI10]
  atlas: [AML.T0081]
  attack: [T1562]
  nist-ai-rmf: [MANAGE 4.1, GOVERN 1.4]
  eu-ai-act: [Art. 15, Art. 9]
  iso-42001: [A.6.2.6]
of: MATCH (g:Guardrail) WHERE g.stub = false RETURN count(g) AS n
fix: Enforce the guardrail from the organisation, and deny its change there.
example: >-
  (p:Identity)-[:CAN_WEAKEN]->(g:Guardrail)<-[:PROTECTED_BY]-(a:Agent)<-[:PROMPTS]-(e:Endpoint)<-[:REACHES]-(i:Internet)
safe: ["SET p.privilege = 'admin'", "CREATE (a)-[:PROTECTED_BY]->(h:Guardrail)"]
*/
MATCH (:Internet)-[:REACHES]->(:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)-[:PROTECTED_BY]->(g:Guardrail)
WHERE COUNT { (a)-[:PROTECTED_BY]->() } = 1
MATCH (p:Identity)-[:CAN_WEAKEN]->(g)
WHERE coalesce(p.privilege, 'unknown') <> 'admin'
RETURN DISTINCT p.uid AS entry, g.uid AS target, [p.uid, g.uid] AS steps
