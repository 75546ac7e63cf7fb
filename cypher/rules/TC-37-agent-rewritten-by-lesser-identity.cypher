/*
id: TC-37
title: Agent can be rewritten by a lesser identity
claim: Nobody gains the rights of an agent that are not theirs
severity: high
because: >-
  An identity may change the instructions or tools of an agent that may do more than it does. Its behaviour changes
  without a line of code, and its rights come with it.
legs: [may rewrite the agent, agent may do more]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI10, ASI01, ASI03]
  atlas: [AML.T0081]
  attack: [T1548.005]
  nist-ai-rmf: [GOVERN 1.4]
  eu-ai-act: [Art. 15, Art. 17]
  iso-42001: [A.6.2.5]
of: MATCH (a:Agent) WHERE a.stub = false RETURN count(a) AS n
fix: Let only the deployment pipeline change the agent, and alert on changes.
example: >-
  (p:Identity)-[:CAN_REWRITE]->(a:Agent)-[:ACTS_AS]->(q:Identity {privilege: 'admin'})
safe: ["SET p.privilege = 'admin'", "SET q.privilege = 'low'"]
*/
MATCH (p:Identity)-[:CAN_REWRITE]->(a:Agent)-[:ACTS_AS]->(q:Identity)
WHERE coalesce(p.privilege, 'unknown') <> 'admin' AND p.uid <> q.uid
  AND (q.privilege = 'admin'
    OR (q.privilege = 'high' AND coalesce(p.privilege, 'unknown') <> 'high')
    OR EXISTS {
      MATCH (q)-[:CAN_READ]->()-[:CONTAINS*0..1]->(d) WHERE d.sensitive
    } AND NOT EXISTS {
      MATCH (p)-[:CAN_READ]->()-[:CONTAINS*0..1]->(d) WHERE d.sensitive
    })
RETURN DISTINCT p.uid AS entry, a.uid AS target, [p.uid, a.uid] AS steps
