/*
id: TC-48
title: Quiet alert on an identity or agent with wide reach
claim: No alert waits on what reaches sensitive data
severity: high
because: >-
  A detector saw injected prompts or strange use of a model, and rated it low because it does not know what stands
  behind: the identity or agent that it is about reads sensitive data or rules its account.
legs: [alert about AI, rated low, reaches sensitive data or admin]
frameworks:
  owasp-llm: [LLM01, LLM10]
  asi: [ASI01, ASI03]
  atlas: [AML.T0040, AML.T0034, AML.T0051]
  attack: [T1078.004]
  nist-ai-rmf: [MEASURE 2.4, MEASURE 3.1]
  eu-ai-act: [Art. 26, Art. 72]
  iso-42001: [A.6.2.6]
of: MATCH (s:Signal)-[:TOUCHED]->(p) WHERE p:Identity OR p:Agent RETURN count(DISTINCT p) AS n
fix: Triage it first; revoke its sessions if it is real, and narrow what it reaches.
example: >-
  (s:Signal {class: 'prompt-injection', severity: 'low'})-[:TOUCHED]->(p:Identity)-[:CAN_READ]->(d:DataStore {sensitive: true})
safe:
  - "SET s.severity = 'high'"
  - "SET s.verdict = 'archived'"
  - "SET s.class = 'use'"
  - SET d.sensitive = false
arrive: [D, A]
*/
MATCH (s:Signal)-[:TOUCHED]->(p)-[:ADMINISTERS|ESCALATES|CAN_READ|QUERIES]->()-[:CONTAINS*0..1]->(d)
WHERE (p:Identity OR p:Agent)
  AND s.class IN ['prompt-injection', 'direct-prompt-injection', 'model-abuse', 'cost-harvesting']
  AND coalesce(s.severity, 'low') IN ['low', 'medium'] AND coalesce(s.verdict, 'active') <> 'archived'
  AND (d:Account OR d.sensitive AND (d:DataStore OR d:Secret OR d:KnowledgeBase))
RETURN DISTINCT p.uid AS entry, d.uid AS target, [p.uid, d.uid] AS steps
