/*
id: TC-31
title: Writable model artifact, unsafe loader
claim: No outsider can write training data or weights
severity: critical
because: >-
  Somebody who does not own the model can replace the file it is loaded from, and its format can carry code. The next
  load runs what they put there, with the rights of the loader.
legs: [writable artifact, format carries code, loader holds an identity]
frameworks:
  owasp-llm: [LLM03, LLM04]
  asi: [ASI04, ASI05]
  atlas: [AML.T0018.002, AML.T0011.000]
  attack: [T1195.002]
  nist-ai-rmf: [MANAGE 3.2]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.2.3, A.10.3]
of: MATCH (m:ModelArtifact) RETURN count(m) AS n
fix: Let one pipeline write the store; load safetensors alone, by digest, and verify the signature.
example: >-
  (p:Identity)-[:CAN_WRITE]->(b:DataStore)-[:TAMPERS]->(m:ModelArtifact {format: 'pickle'})-[:LOADED_BY]->(w:Workload),
  (w)-[:ACTS_AS]->(q:Identity)
safe: ["SET m.format = 'safetensors'", "SET p.privilege = 'admin'", "CREATE (w)-[:ACTS_AS]->(p)"]
*/
MATCH (m:ModelArtifact)-[:LOADED_BY]->(w)-[:ACTS_AS]->(:Identity)
WHERE coalesce(m.format, 'unknown') <> 'safetensors' AND coalesce(m.signed, false) = false
MATCH (m)<-[:TAMPERS*0..1]-()<-[:CONTAINS*0..1]-()<-[:CAN_WRITE|TAMPERS]-(p)
WHERE (p:Internet OR p:Identity OR p:Pipeline)
  AND coalesce(p.privilege, 'unknown') <> 'admin'
  AND NOT EXISTS { (w)-[:ACTS_AS]->(p) }
RETURN DISTINCT p.uid AS entry, w.uid AS target, [p.uid, m.uid, w.uid] AS steps
