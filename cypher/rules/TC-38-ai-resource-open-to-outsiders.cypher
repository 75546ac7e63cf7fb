/*
id: TC-38
title: AI resource open to outsiders
claim: No AI resource is open to outsiders
severity: high
because: >-
  Its own policy lets anyone, or an identity of another account, read or write what a model is trained on, retrieves
  from or is loaded from. Where the internet can do the same, it alone is named.
legs: [outsider, AI data or model]
frameworks:
  owasp-llm: [LLM02, LLM03]
  asi: [ASI03]
  atlas: [AML.T0035, AML.T0085]
  attack: [T1530]
  nist-ai-rmf: [MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.10.2]
of: MATCH (r)-[:INGESTED_BY|SHAPES|TAMPERS|TRIGGERS]->() RETURN count(DISTINCT r) AS n
fix: Name the accounts in the resource's policy, or bind it to the organisation.
example: >-
  (x:Identity {account: '444455556666'})-[:CAN_READ]->(r:DataStore {account: '111122223333'})-[:SHAPES]->(m:ModelEndpoint)
safe: ["SET x.account = '111122223333'", "REMOVE x.account"]
*/
MATCH (x)-[:CAN_READ|CAN_WRITE|TAMPERS|CAN_INVOKE_MODEL]->(r)
WHERE (x:Internet OR (x:Identity AND x.account IS NOT NULL AND r.account IS NOT NULL AND x.account <> r.account
    AND (NOT EXISTS { (:Internet)-[:CAN_READ|CAN_WRITE|TAMPERS|CAN_INVOKE_MODEL]->(r) }
      OR (EXISTS { (x)-[:CAN_WRITE|TAMPERS]->(r) } AND NOT EXISTS { (:Internet)-[:CAN_WRITE|TAMPERS]->(r) }))))
  AND (r:KnowledgeBase OR r:MemoryStore OR r:ModelArtifact OR r:ModelEndpoint OR r:Dataset
    OR (r:DataStore AND EXISTS { (r)-[:INGESTED_BY|SHAPES|TAMPERS|TRIGGERS]->() }))
RETURN DISTINCT x.uid AS entry, r.uid AS target, [x.uid, r.uid] AS steps
