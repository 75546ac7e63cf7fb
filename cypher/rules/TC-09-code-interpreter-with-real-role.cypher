/*
id: TC-09
title: Code interpreter with a role that reads sensitive data
claim: Code that a model writes holds no identity of use
severity: high
because: >-
  A code interpreter runs whatever a prompt produces, and the code in it can read its role's credentials in every
  network mode. A sandbox with a real role is no sandbox.
legs: [runs generated code, holds a role, sensitive data]
frameworks:
  owasp-llm: [LLM06, LLM05]
  asi: [ASI05, ASI03]
  atlas: [AML.T0050, AML.T0098, AML.T0086]
  attack: [T1552.005, T1530]
  nist-ai-rmf: [MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.2.4]
of: MATCH (w:Workload) WHERE w.type CONTAINS 'code-interpreter' RETURN count(w) AS n
fix: Give the interpreter an empty role; where it needs data, run it in a VPC with an endpoint policy.
example: >-
  (w:Workload {type: 'agentcore-code-interpreter'})-[:CAN_STEAL]->(p:Identity)-[:CAN_READ]->(d:DataStore {sensitive: true})
safe: ["SET d.sensitive = false", "SET w.type = 'lambda'"]
arrive: [D]
*/
MATCH (w:Workload)-[:CAN_STEAL]->(p:Identity)-[:CAN_READ]->()-[:CONTAINS*0..1]->(d)
WHERE w.type CONTAINS 'code-interpreter' AND (d:DataStore OR d:Secret OR d:KnowledgeBase) AND d.sensitive
RETURN DISTINCT w.uid AS entry, d.uid AS target, [w.uid, p.uid, d.uid] AS steps
