/*
id: TC-01
title: Public prompt to account admin
claim: No prompt leads to administrator rights or a stronger role
severity: critical
because: >-
  Text from anyone decides what an agent executes, and where that runs the credentials of an administrator
  can be taken. Text goes in, the account comes out.
legs: [internet-exposed, prompt decides, tool executes code, identity is or becomes admin]
frameworks:
  owasp-llm: [LLM01, LLM06]
  asi: [ASI01, ASI05, ASI03]
  atlas: [AML.T0051.000, AML.T0053, AML.T0050, AML.T0098]
  attack: [T1552.005, T1078.004]
  nist-ai-rmf: [MEASURE 2.7, MANAGE 1.3]
  eu-ai-act: [Art. 15, Art. 9]
  iso-42001: [A.6.2.4, A.6.2.6]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Scope the role of what runs the tool; drop the tool that executes code; block its metadata service; authenticate callers.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:CAN_CALL]->(t:Tool {semantic: 'exec'}),
  (t)-[:SERVED_BY]->(w:Workload)-[:CAN_STEAL]->(p:Identity)-[:ADMINISTERS]->(c:Account),
  (p)-[:IN_ACCOUNT]->(c)
safe: ["SET t.semantic = 'read'"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)
MATCH (a)-[:CAN_CALL]->(t:Tool)-[:SERVED_BY]->(w:Workload)-[:CAN_STEAL]->(p:Identity)
WHERE t.semantic = 'exec'
MATCH (p)-[:CAN_ASSUME*0..1]->(q:Identity)-[:IN_ACCOUNT]->(c:Account)
WHERE EXISTS { (c)<-[:ADMINISTERS|ESCALATES]-(:Identity) }
RETURN DISTINCT e.uid AS entry, c.uid AS target, [i.uid, e.uid, a.uid, t.uid, w.uid, p.uid, c.uid] AS steps
