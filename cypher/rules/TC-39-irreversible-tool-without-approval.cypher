/*
id: TC-39
title: Irreversible tool, untrusted input, no approval
claim: No irreversible tool runs on untrusted input without approval
severity: high
because: >-
  Text from anyone can make the agent delete or pay, and nobody is asked before it does. What was done cannot be
  undone.
legs: [internet-exposed, prompt decides, irreversible, no approval]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI02, ASI09, ASI08]
  atlas: [AML.T0101, AML.T0053]
  attack: [T1485]
  nist-ai-rmf: [MAP 3.5, GOVERN 3.2]
  eu-ai-act: [Art. 14]
  iso-42001: [A.9.2]
of: "MATCH (t:Tool) WHERE t.semantic IN ['destructive', 'payment'] RETURN count(t) AS n"
fix: Let a person approve each call; add a dry run and limits.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:PROMPTS]->(a:Agent)-[c:CAN_CALL]->(t:Tool {semantic: 'destructive'})
safe:
  - SET c.approval = true
  - SET t.approval = true
  - SET t.semantic = 'read'
  - SET a.approvalMode = 'all'
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*0..2]->()-[:PROMPTS]->(a:Agent)-[c:CAN_CALL]->(t:Tool)
WHERE t.semantic IN ['destructive', 'payment']
  AND coalesce(c.approval, false) = false AND coalesce(t.approval, false) = false
  AND coalesce(a.approvalMode, 'unknown') <> 'all'
RETURN DISTINCT e.uid AS entry, t.uid AS target, [i.uid, e.uid, a.uid, t.uid] AS steps
