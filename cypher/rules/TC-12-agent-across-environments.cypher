/*
id: TC-12
title: Agent acts across environments or accounts
claim: No agent acts across accounts or environments
severity: high
because: >-
  One agent identity may act in another account or environment than its own. One manipulation crosses the wall that
  separates them.
legs: [agent's identity, other account or environment]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03, ASI08]
  owasp-nhi: [NHI8]
  atlas: [AML.T0053, AML.T0091]
  attack: [T1078.004]
  nist-ai-rmf: [GOVERN 3.2, MAP 3.5]
  eu-ai-act: [Art. 14]
  iso-42001: [A.9.2]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Give the agent one identity for each environment, and deny the crossing from the organisation.
example: >-
  (a:Agent)-[:ACTS_AS]->(p:Identity {account: '111122223333'})-[:CAN_ASSUME]->(q:Identity {account: '444455556666'})
safe: ["SET q.account = '111122223333'", "REMOVE q.account"]
*/
MATCH (a:Agent)-[:ACTS_AS]->(p:Identity)-[:CAN_ASSUME|CAN_WRITE|CAN_EXECUTE_ON]->(x)
WHERE (p.account IS NOT NULL AND x.account IS NOT NULL AND p.account <> x.account)
  OR (a.environment IS NOT NULL AND x.environment IS NOT NULL AND a.environment <> x.environment)
RETURN DISTINCT p.uid AS entry, x.uid AS target, [p.uid, x.uid] AS steps
