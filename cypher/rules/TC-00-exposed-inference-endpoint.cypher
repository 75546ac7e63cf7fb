/*
id: TC-00
title: Exposed inference endpoint, over-permissioned identity, sensitive data
claim: No stranger reaches sensitive data through a model or an agent
severity: critical
because: >-
  Anyone can send input to code that serves or calls a model, and that code holds an identity which reads
  sensitive data. One flaw in handling the input hands over the identity, and the identity hands over the data.
legs: [internet-exposed, serves a model, over-permissioned identity, sensitive data]
frameworks:
  owasp-llm: [LLM02, LLM06]
  asi: [ASI03, ASI05]
  owasp-nhi: [NHI5]
  atlas: [AML.T0049, AML.T0098]
  attack: [T1190, T1552.005, T1530]
  nist-ai-rmf: [MEASURE 2.7, MAP 4.2]
  eu-ai-act: [Art. 10, Art. 15]
  iso-42001: [A.6.2.4, A.7.2]
of: MATCH (e:Endpoint) WHERE e.stub = false RETURN count(e) AS n
fix: Narrow what the identity reads to what the workload needs; then authenticate the endpoint's callers.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:CAN_STEAL]->(p:Identity),
  (p)-[:CAN_READ]->(d:DataStore {sensitive: true}), (w)-[:CALLS_MODEL]->(m:ModelEndpoint)
safe: ["SET d.sensitive = false", "REMOVE d.sensitive"]
arrive: [D]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:CAN_STEAL]->(p:Identity)
MATCH (p)-[:CAN_ASSUME*0..1]->(q:Identity)-[:CAN_READ]->()-[:CONTAINS*0..1]->(d)
WHERE (d:DataStore OR d:Secret OR d:KnowledgeBase) AND d.sensitive
  AND (w.aiFramework IS NOT NULL
    OR EXISTS { (w)-[:CALLS_MODEL]->() }
    OR EXISTS { (w)<-[:RUNS_ON]-() }
    OR EXISTS { (p)-[:CAN_INVOKE_MODEL]->() })
RETURN DISTINCT e.uid AS entry, d.uid AS target, [i.uid, e.uid, w.uid, p.uid, d.uid] AS steps
