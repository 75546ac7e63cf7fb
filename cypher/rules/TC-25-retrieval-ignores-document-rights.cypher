/*
id: TC-25
title: Retrieval ignores who may read the documents
claim: Retrieval respects who may read a document
severity: high
because: >-
  The corpus holds documents that not everyone may read, and retrieval returns them to everyone who may ask. The
  rights that the documents had end at ingestion.
legs: [may prompt, retrieval without rights, sensitive documents]
frameworks:
  owasp-llm: [LLM08, LLM02]
  asi: [ASI02, ASI03]
  atlas: [AML.T0085.000]
  nist-ai-rmf: [MEASURE 2.10]
  eu-ai-act: [Art. 10]
  iso-42001: [A.7.2]
of: MATCH (b:KnowledgeBase) WHERE b.stub = false RETURN count(b) AS n
fix: Filter retrieval by the caller, or split the corpus by audience.
example: >-
  (e:Endpoint)-[:PROMPTS]->(a:Agent)-[q:QUERIES]->(b:KnowledgeBase {sensitive: true, aclMode: 'none'})
safe: ["SET b.aclMode = 'per-user'", "SET b.sensitive = false", "SET q.callerFiltered = true"]
arrive: [D]
*/
MATCH (s)-[:PROMPTS]->(a:Agent)-[q:QUERIES]->(b:KnowledgeBase)
WHERE b.sensitive AND coalesce(b.aclMode, 'unknown') IN ['none', 'unknown']
  AND coalesce(q.callerFiltered, false) = false
RETURN DISTINCT s.uid AS entry, b.uid AS target, [s.uid, a.uid, b.uid] AS steps
