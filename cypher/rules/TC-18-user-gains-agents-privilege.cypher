/*
id: TC-18
title: User gains the agent's privilege
claim: Nobody gains the rights of an agent that are not theirs
severity: high
because: >-
  A person may prompt an agent that reads what the person may not, and the agent does not ask whose question it is.
  An insider, or anyone who phishes one, suffices.
legs: [person may prompt, agent reads more, not filtered by caller, sensitive data]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03, ASI09]
  atlas: [AML.T0053]
  nist-ai-rmf: [GOVERN 3.2, MAP 3.5]
  eu-ai-act: [Art. 14, Art. 26]
  iso-42001: [A.9.2]
of: MATCH (u:Identity) WHERE u.stub = false AND u.subtype = 'user' RETURN count(u) AS n
fix: Let the agent act with the caller's own token, or authorise the caller inside the tool.
example: >-
  (u:Identity {subtype: 'user'})-[:PROMPTS]->(a:Agent)-[q:QUERIES]->(d:DataStore {sensitive: true})
safe:
  - SET q.callerFiltered = true
  - SET d.sensitive = false
  - SET u.nonHuman = true
  - CREATE (u)-[:CAN_READ]->(d)
arrive: [D]
*/
MATCH (u:Identity)-[:PROMPTS]->(a:Agent)
WHERE coalesce(u.nonHuman, u.subtype <> 'user') = false
MATCH (a)-[q:QUERIES]->()-[:CONTAINS*0..1]->(d)
WHERE (d:DataStore OR d:Secret OR d:KnowledgeBase) AND d.sensitive
  AND coalesce(q.callerFiltered, false) = false
  AND NOT EXISTS { (u)-[:CAN_READ]->()-[:CONTAINS*0..1]->(d) }
RETURN DISTINCT u.uid AS entry, d.uid AS target, [u.uid, a.uid, d.uid] AS steps
