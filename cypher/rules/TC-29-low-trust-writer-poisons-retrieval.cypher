/*
id: TC-29
title: Low-trust writer poisons what a capable agent reads
claim: No untrusted text steers an agent that can do harm
severity: high
because: >-
  Somebody who is not trusted can write into what an agent takes as context, and the agent can act. What is written
  there is an instruction that waits to be read.
legs: [low-trust writer, agent reads it, agent can act]
frameworks:
  owasp-llm: [LLM04, LLM08, LLM01]
  asi: [ASI06, ASI01]
  atlas: [AML.T0070, AML.T0051.001]
  attack: [T1565.001]
  nist-ai-rmf: [MEASURE 2.7, MAP 4.2]
  eu-ai-act: [Art. 10, Art. 15]
  iso-42001: [A.7.5]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Name the writers of the source, keep provenance with each document, and quarantine what is new.
example: >-
  (x:Internet)-[:CAN_WRITE]->(s:DataStore)-[:INGESTED_BY]->(k:KnowledgeBase)-[:FEEDS]->(a:Agent)-[c:CAN_CALL]->(t:Tool {semantic: 'write'})
safe: ["SET t.semantic = 'read'"]
*/
MATCH (a:Agent)<-[:FEEDS]-(k)<-[:INGESTED_BY*0..1]-(s)<-[:CONTAINS*0..1]-()<-[:CAN_WRITE|CAN_POISON]-(x)
WHERE (x:Internet OR x:ExternalContent OR (x:Identity AND x.privilege = 'low'))
  AND (EXISTS { (a)-[:OPERATES]->() }
    OR EXISTS {
      MATCH (a)-[:CAN_CALL]->(t:Tool)
      WHERE t.semantic IN ['write', 'destructive', 'generic-api', 'exec', 'payment', 'net-egress']
    })
RETURN DISTINCT x.uid AS entry, a.uid AS target, [x.uid, s.uid, a.uid] AS steps
