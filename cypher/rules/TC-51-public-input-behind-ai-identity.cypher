/*
id: TC-51
title: Public input handled with the identity of an AI workload
claim: No stranger reaches sensitive data through a model or an agent
severity: high
because: >-
  Code that handles input from anyone, and the libraries it loads to do so, holds the identity that a model's data
  and endpoints trust. A flaw in one library is enough to take it (OWASP LLM03; AIGoat's supply-chain challenge).
  Where the identity reads sensitive data as well, TC-00 says so.
legs: [internet-exposed, no authentication, third-party code handles it, identity reads the model's data]
frameworks:
  owasp-llm: [LLM03, LLM02]
  asi: [ASI04, ASI03]
  atlas: [AML.T0010.001, AML.T0049, AML.T0098]
  attack: [T1190, T1552.005, T1530]
  nist-ai-rmf: [MANAGE 3.1, MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.10.3, A.7.2]
of: MATCH (e:Endpoint) WHERE e.stub = false RETURN count(e) AS n
fix: Put an authoriser before the route; pin and update the libraries; narrow what the identity reads.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:CAN_STEAL]->(p:Identity)-[:CAN_READ]->(d:DataStore),
  (p)-[:CAN_INVOKE_MODEL]->(m:ModelEndpoint)
safe:
  - SET d.sensitive = true
  - SET e.authn = 'jwt'
  - CREATE (i)-[:CAN_READ]->(d)
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:CAN_STEAL]->(p:Identity)
WHERE coalesce(e.authn, 'unknown') IN ['none', 'unknown']
  AND (EXISTS { (p)-[:CAN_INVOKE_MODEL]->() } OR EXISTS { (w)-[:CALLS_MODEL]->() } OR w.aiFramework IS NOT NULL
    OR p.inline CONTAINS 'sagemaker:InvokeEndpoint' OR p.inline CONTAINS 'bedrock:InvokeModel')
  AND NOT EXISTS { MATCH (p)-[:CAN_READ]->()-[:CONTAINS*0..1]->(s) WHERE s.sensitive }
MATCH (p)-[:CAN_READ]->(d)
WHERE (d:DataStore OR d:ResourceSet) AND NOT EXISTS { (d)<-[:CAN_READ]-(:Internet) }
RETURN DISTINCT e.uid AS entry, p.uid AS target, [i.uid, e.uid, w.uid, p.uid] AS steps
