/*
id: TC-26
title: Model trained on sensitive data answers anyone
claim: No stranger reaches sensitive data through a model or an agent
severity: high
because: >-
  A model repeats what it was trained on. This one learned from sensitive data, and text from anyone reaches it,
  directly or through an agent.
legs: [exposed, trained on sensitive data]
frameworks:
  owasp-llm: [LLM02, LLM04]
  asi: [ASI06]
  atlas: [AML.T0024, AML.T0057]
  nist-ai-rmf: [MEASURE 2.10]
  eu-ai-act: [Art. 10, Art. 15]
  iso-42001: [A.7.3, A.7.5]
of: MATCH (d)-[:SHAPES]->(m:ModelEndpoint) RETURN count(DISTINCT m) AS n
fix: Train without the data or with it masked; restrict who may ask; test for leakage before each release.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(m:ModelEndpoint), (d:Dataset {sensitive: true})-[:SHAPES]->(m)
safe: ["SET d.sensitive = false", "REMOVE d.sensitive"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(x)-[:CALLS_MODEL*0..1]->(m:ModelEndpoint)<-[:SHAPES]-(d)
WHERE d.sensitive
RETURN DISTINCT e.uid AS entry, x.uid AS target, [i.uid, e.uid, x.uid] AS steps
