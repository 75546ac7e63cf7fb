/*
id: TC-14
title: Public and internal AI share an identity
claim: Every AI identity may do only what it needs
severity: high
because: >-
  A workload that the internet reaches and one that it does not act as the same identity. The weakest of the two
  decides what happens to both.
legs: [internet-exposed, internal, one identity, AI workload]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03]
  owasp-nhi: [NHI9]
  atlas: [AML.T0012]
  nist-ai-rmf: [MAP 4.2]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.1.3]
of: MATCH (w:Workload)-[:ACTS_AS]->(p:Identity) RETURN count(DISTINCT p) AS n
fix: Give each workload an identity of its own.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO]->(w:Workload {aiFramework: 'langchain'})-[:ACTS_AS]->(p:Identity),
  (v:Workload)-[:ACTS_AS]->(p)
safe:
  - CREATE (i)-[:REACHES]->(f:Endpoint)-[:ROUTES_TO]->(v)
  - REMOVE w.aiFramework
path: none
*/
MATCH (:Internet)-[:REACHES]->(:Endpoint)-[:ROUTES_TO]->(w:Workload)-[:ACTS_AS]->(p:Identity)
WITH DISTINCT w, p
MATCH (p)<-[:ACTS_AS]-(v:Workload)
WHERE v.uid <> w.uid
  AND NOT EXISTS { (v)<-[:ROUTES_TO]-(:Endpoint)<-[:REACHES]-(:Internet) }
  AND (w.aiFramework IS NOT NULL OR v.aiFramework IS NOT NULL
    OR EXISTS { (w)-[:CALLS_MODEL]->() } OR EXISTS { (v)-[:CALLS_MODEL]->() }
    OR EXISTS { (p)-[:CAN_INVOKE_MODEL]->() }
    OR p.inline CONTAINS 'sagemaker:InvokeEndpoint' OR p.inline CONTAINS 'bedrock:InvokeModel')
WITH w, p, min(v.uid) AS inner
RETURN w.uid AS entry, p.uid AS target, [w.uid, inner, p.uid] AS steps
