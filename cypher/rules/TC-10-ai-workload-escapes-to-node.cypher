/*
id: TC-10
title: AI workload escapes to the identity of its node
claim: Code that a model writes holds no identity of use
severity: high
because: >-
  The workload that runs the agent is not confined, and its node holds an identity of its own. What steers the agent
  to execute code ends with the rights of the whole node.
legs: [agent executes code, not confined, node holds an identity]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI05, ASI03]
  atlas: [AML.T0105, AML.T0090]
  attack: [T1611, T1552.005]
  nist-ai-rmf: [MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.4.5]
of: MATCH (h:Host) RETURN count(h) AS n
fix: Apply the restricted pod security standard; require IMDSv2 with hop limit 1; give the pod an identity of its own.
example: >-
  (a:Agent)-[:RUNS_ON]->(w:Workload)-[:ESCAPES_TO]->(h:Host)-[:CAN_STEAL]->(p:Identity)
safe: ["SET p.privilege = 'low'"]
*/
MATCH (w:Workload)-[:ESCAPES_TO]->(h:Host)-[:CAN_STEAL]->(p:Identity)
WHERE coalesce(p.privilege, 'unknown') <> 'low'
  AND (w.aiFramework IS NOT NULL OR EXISTS { (w)<-[:RUNS_ON]-() } OR EXISTS { (w)<-[:SERVED_BY]-(:Tool) })
RETURN DISTINCT w.uid AS entry, p.uid AS target, [w.uid, h.uid, p.uid] AS steps
