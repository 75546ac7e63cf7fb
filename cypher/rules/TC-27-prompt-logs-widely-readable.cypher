/*
id: TC-27
title: Prompt logs readable by a wide grant
claim: Few may read the log of prompts
severity: high
because: >-
  Logs of prompts and answers hold whatever people and tools put into them. A grant over all stores of the account
  reads them too, though nobody meant it to.
legs: [log holds content, wide grant]
frameworks:
  owasp-llm: [LLM02]
  asi: [ASI03]
  atlas: [AML.T0036]
  attack: [T1530]
  nist-ai-rmf: [MEASURE 2.10]
  eu-ai-act: [Art. 12, Art. 19]
  iso-42001: [A.6.2.8]
of: MATCH (l:LogSink) WHERE l.capturesContent = true RETURN count(l) AS n
fix: Deny reading the log store to all but its reviewers; mask what is logged, and let it expire.
example: >-
  (l:LogSink {capturesContent: true})-[:STORES_IN]->(d:DataStore), (p:Identity)-[:CAN_READ]->(s:ResourceSet)-[:CONTAINS]->(d)
safe: ["SET l.capturesContent = false", "SET p.privilege = 'admin'"]
arrive: [D]
*/
MATCH (l:LogSink)-[:STORES_IN]->(d:DataStore)<-[:CONTAINS]-(s:ResourceSet)<-[:CAN_READ]-(p)
WHERE l.capturesContent = true AND coalesce(p.privilege, 'unknown') <> 'admin'
RETURN DISTINCT p.uid AS entry, d.uid AS target, [p.uid, s.uid, d.uid] AS steps
