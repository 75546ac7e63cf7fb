/*
id: TC-04
title: Agent's role pivots to a stronger role
claim: No prompt leads to administrator rights or a stronger role
severity: high
because: >-
  The agent's own role is small, but it may replace the code of a workload whose role is strong. A small role with
  a large reach passes every review of the role alone.
legs: [tool executes code, small role, may change code elsewhere, strong role there]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03, ASI02]
  atlas: [AML.T0053, AML.T0012]
  attack: [T1648, T1651, T1552.005]
  nist-ai-rmf: [MAP 4.2, MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.1.3]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Remove the permission to change code or run commands; bound the role, or deny it from the organisation.
example: >-
  (a:Agent)-[:CAN_CALL]->(t:Tool {semantic: 'exec'})-[:SERVED_BY]->(w:Workload)-[:CAN_STEAL]->(p:Identity),
  (p)-[:CAN_EXECUTE_ON]->(v:Workload)-[:CAN_STEAL]->(q:Identity {privilege: 'admin'})
safe: ["SET t.semantic = 'read'", "SET q.privilege = 'low'", "SET p.privilege = 'admin'"]
*/
MATCH (a:Agent)-[:CAN_CALL]->(t:Tool)-[:SERVED_BY]->(w:Workload)-[:CAN_STEAL]->(p:Identity)
WHERE t.semantic = 'exec' AND coalesce(p.privilege, 'unknown') <> 'admin'
MATCH (p)-[:CAN_EXECUTE_ON]->()-[:CONTAINS*0..1]->(v:Workload)-[:CAN_STEAL]->(q:Identity)
WHERE q.uid <> p.uid AND (q.privilege IN ['admin', 'high'] OR EXISTS { (q)-[:ADMINISTERS]->(:Account) })
RETURN DISTINCT a.uid AS entry, q.uid AS target, [a.uid, t.uid, w.uid, p.uid, v.uid, q.uid] AS steps
