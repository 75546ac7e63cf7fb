/*
id: TC-03
title: Untrusted content, restricted data and a way out meet in one agent
claim: No untrusted text steers an agent that can do harm
severity: critical
because: >-
  The agent reads what outsiders write, reads restricted data and can send data out. One planted instruction
  exfiltrates without anyone clicking.
legs: [untrusted content, restricted data, way out, no approval]
frameworks:
  owasp-llm: [LLM01, LLM02]
  asi: [ASI01, ASI02]
  atlas: [AML.T0051.001, AML.T0085.001, AML.T0086]
  nist-ai-rmf: [MANAGE 2.3, MEASURE 2.7]
  eu-ai-act: [Art. 14, Art. 15]
  iso-42001: [A.9.2, A.6.2.6]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Remove one of the three legs; or let a person approve what leaves, to named destinations.
example: >-
  (x:ExternalContent)-[:FEEDS]->(a:Agent)-[:QUERIES]->(d:DataStore {sensitive: true}), (a)-[:CAN_EGRESS]->(i:Internet)
safe: ["SET d.sensitive = false", "SET a.approvalMode = 'all'"]
arrive: [D]
*/
MATCH (x:ExternalContent)-[:INGESTED_BY*0..1]->()-[:FEEDS]->(a:Agent)-[:QUERIES]->()-[:CONTAINS*0..1]->(d)
WHERE (d:DataStore OR d:Secret OR d:KnowledgeBase) AND d.sensitive
  AND coalesce(a.approvalMode, 'unknown') <> 'all'
  AND (EXISTS { (a)-[:CAN_EGRESS]->(:Internet) }
    OR EXISTS {
      MATCH (a)-[c:CAN_CALL]->(t:Tool)-[:CAN_EGRESS]->(:Internet)
      WHERE coalesce(c.approval, t.approval, false) = false
    })
RETURN DISTINCT x.uid AS entry, d.uid AS target, [x.uid, a.uid, d.uid] AS steps
