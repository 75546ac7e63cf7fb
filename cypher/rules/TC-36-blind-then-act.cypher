/*
id: TC-36
title: One identity can blind the log and use the model
claim: Every path through an agent is logged, and the log stays on
severity: high
because: >-
  The identity may stop the log and then invoke models or rewrite agents. Stolen model access begins that way, because
  no alert remains.
legs: [may stop the log, may use models]
frameworks:
  owasp-llm: [LLM10]
  asi: [ASI10]
  atlas: [AML.T0034]
  attack: [T1562.008, T1496.004]
  nist-ai-rmf: [MEASURE 3.1, MANAGE 4.1]
  eu-ai-act: [Art. 12, Art. 19, Art. 26]
  iso-42001: [A.6.2.8]
of: MATCH (l:LogSink) WHERE l.stub = false RETURN count(l) AS n
fix: Separate the duties; deny changes of the log from the organisation.
example: >-
  (p:Identity)-[:CAN_BLIND]->(l:LogSink), (p)-[:CAN_INVOKE_MODEL]->(m:ModelEndpoint)
safe: ["SET p.privilege = 'admin'"]
*/
MATCH (p:Identity)-[:CAN_BLIND]->(l:LogSink)
WHERE coalesce(p.privilege, 'unknown') <> 'admin'
  AND EXISTS { (p)-[:CAN_INVOKE_MODEL|CAN_REWRITE]->() }
RETURN DISTINCT p.uid AS entry, l.uid AS target, [p.uid, l.uid] AS steps
