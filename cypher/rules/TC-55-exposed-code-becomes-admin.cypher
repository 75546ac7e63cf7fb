/*
id: TC-55
title: Exposed code becomes account admin
claim: No prompt leads to administrator rights or a stronger role
severity: critical
because: >-
  Anyone can send input to code whose identity administers the account or can raise itself that far: by taking
  another role, by replacing the code of a stronger workload, by a known technique. Every model, agent and store of
  the account lies behind that one input.
legs: [internet-exposed, holds an identity, identity is or becomes admin]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03, ASI05]
  owasp-nhi: [NHI5]
  atlas: [AML.T0049, AML.T0012]
  attack: [T1190, T1552.005, T1078.004]
  nist-ai-rmf: [MEASURE 2.7, MAP 4.2]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.2.4, A.6.2.6]
of: MATCH (e:Endpoint) WHERE e.stub = false RETURN count(e) AS n
fix: Scope the identity to what the code uses; remove its right to change code or roles; authenticate callers.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:CAN_STEAL]->(p:Identity)-[:IN_ACCOUNT]->(c:Account),
  (p)-[:ADMINISTERS]->(c)
safe: ["SET e.authn = 'iam'"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:CAN_STEAL]->(p:Identity)
MATCH (p)-[:CAN_ASSUME*0..1]->(q:Identity)-[:IN_ACCOUNT]->(c:Account)
WHERE coalesce(e.authn, 'unknown') IN ['none', 'unknown']
  AND EXISTS { (c)<-[:ADMINISTERS|ESCALATES]-(:Identity) }
RETURN DISTINCT e.uid AS entry, c.uid AS target, [i.uid, e.uid, w.uid, p.uid, c.uid] AS steps
