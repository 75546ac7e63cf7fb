/*
id: TC-17
title: Idle AI identity keeps its rights
claim: Every AI identity may do only what it needs
severity: medium
because: >-
  Nothing has used the identity of an AI system for 90 days, and it still reads sensitive data or rules its account.
  Nobody would miss it, and nobody would notice who takes it over.
legs: [acts for an AI system, idle for 90 days, still privileged]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03, ASI10]
  owasp-nhi: [NHI1]
  atlas: [AML.T0012]
  attack: [T1078.004]
  nist-ai-rmf: [GOVERN 1.7, MANAGE 2.4]
  eu-ai-act: [Art. 26]
  iso-42001: [A.6.2.6]
of: MATCH (x)-[:ACTS_AS]->(p:Identity) RETURN count(DISTINCT p) AS n
fix: Remove the system with its identity, or take from it what it does not use.
example: >-
  (a:Agent)-[:ACTS_AS]->(p:Identity {lastUsed: '2020-01-01T00:00:00Z'})-[:CAN_READ]->(d:DataStore {sensitive: true})
safe:
  - "SET p.lastUsed = '9999-01-01T00:00:00Z'"
  - REMOVE p.lastUsed
  - SET d.sensitive = false
arrive: [D, A]
*/
MATCH (x)-[:ACTS_AS]->(p:Identity)-[:ADMINISTERS|ESCALATES|CAN_READ]->()-[:CONTAINS*0..1]->(c)
WHERE p.lastUsed < $stale AND coalesce(p.serviceLinked, false) = false
  AND (x:Agent OR x:ModelEndpoint OR x:McpServer OR x:Tool OR x:KnowledgeBase
    OR (x:Workload AND (x.aiFramework IS NOT NULL OR x.type STARTS WITH 'sagemaker'
      OR x.type CONTAINS 'agentcore' OR EXISTS { (x)-[:CALLS_MODEL]->() } OR EXISTS { (x)<-[:RUNS_ON]-() })))
  AND (c:Account OR c.sensitive AND (c:DataStore OR c:Secret OR c:KnowledgeBase))
RETURN DISTINCT p.uid AS entry, c.uid AS target, [p.uid, c.uid] AS steps
