/*
id: TC-11
title: Model or agent over-permissioned
claim: Every AI identity may do only what it needs
severity: high
because: >-
  The identity of an AI system administers its account or holds every store of a kind. Nothing leads in today; the
  day something does, this is the blast radius.
legs: [acts for an AI system, far more than it needs]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03]
  owasp-nhi: [NHI5]
  atlas: [AML.T0012, AML.T0053]
  attack: [T1078.004]
  nist-ai-rmf: [GOVERN 1.6, MEASURE 2.7]
  eu-ai-act: [Art. 15, Art. 26]
  iso-42001: [A.6.2.6, A.4.4]
of: MATCH (x)-[:ACTS_AS]->(p:Identity) RETURN count(DISTINCT p) AS n
fix: Right-size the identity from what it used; name the stores that it needs.
example: >-
  (a:Agent)-[:ACTS_AS]->(p:Identity)-[:ADMINISTERS]->(c:Account)
safe: ["SET p.serviceLinked = true"]
*/
MATCH (x)-[:ACTS_AS]->(p:Identity)-[:ADMINISTERS|ESCALATES|CAN_READ|CAN_WRITE]->(c)
WHERE coalesce(p.serviceLinked, false) = false
  AND (x:Agent OR x:ModelEndpoint OR x:McpServer OR x:Tool OR x:KnowledgeBase
    OR (x:Workload AND (x.aiFramework IS NOT NULL OR x.type STARTS WITH 'sagemaker'
      OR x.type CONTAINS 'agentcore' OR EXISTS { (x)-[:CALLS_MODEL]->() } OR EXISTS { (x)<-[:RUNS_ON]-() })))
  AND (c:Account
    OR (c:ResourceSet AND EXISTS { MATCH (c)-[:CONTAINS]->(d) WHERE d:DataStore OR d:Secret OR d:KnowledgeBase }))
RETURN DISTINCT p.uid AS entry, c.uid AS target, [p.uid, c.uid] AS steps
