/*
id: TC-21
title: Secret inside a corpus that a public agent retrieves from
claim: No usable secret lies open on an AI system
severity: critical
because: >-
  What is retrieved is told. A credential in the corpus reaches whoever asks the right question, and retrieval finds
  it for them.
legs: [internet-exposed, prompt decides, corpus holds a secret]
frameworks:
  owasp-llm: [LLM02, LLM08]
  asi: [ASI06, ASI03]
  owasp-nhi: [NHI2]
  atlas: [AML.T0082, AML.T0085.000]
  attack: [T1552.001]
  nist-ai-rmf: [MEASURE 2.10]
  eu-ai-act: [Art. 10, Art. 15]
  iso-42001: [A.7.6]
of: MATCH (b:KnowledgeBase) WHERE b.stub = false RETURN count(b) AS n
fix: Scan what is ingested; remove the secret from source and index, and rotate it.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[:QUERIES]->(b:KnowledgeBase)-[:REVEALS]->(k:Credential)
safe: ["SET k.active = false"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)
MATCH (a)-[:QUERIES]->()-[:CONTAINS*0..1]->(b)-[:REVEALS]->(k)
WHERE coalesce(k.active, true) = true
RETURN DISTINCT e.uid AS entry, k.uid AS target, [i.uid, e.uid, a.uid, b.uid, k.uid] AS steps
