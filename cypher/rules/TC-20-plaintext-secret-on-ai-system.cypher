/*
id: TC-20
title: Plain-text secret on an AI system
claim: No usable secret lies open on an AI system
severity: high
because: >-
  A long-lived secret stands in the configuration of an AI system: in its environment, prompt or server settings.
  Whoever reads the configuration, or makes the system repeat it, has the secret.
legs: [AI system, secret in plain text]
frameworks:
  owasp-llm: [LLM02, LLM07]
  asi: [ASI03]
  owasp-nhi: [NHI2]
  atlas: [AML.T0055, AML.T0083]
  attack: [T1552.001]
  nist-ai-rmf: [MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.4.4]
of: MATCH (w:Workload) WHERE w.stub = false RETURN count(w) AS n
fix: Refer to a secret store instead, and rotate the secret.
example: >-
  (w:Workload)-[:HOLDS]->(k:Credential), (w)-[:CALLS_MODEL]->(m:ModelEndpoint)
safe: ["SET k.active = false"]
path: none
*/
MATCH (w)-[:HOLDS]->(k:Credential)
WHERE coalesce(k.active, true) = true
  AND (w:Agent OR w:McpServer OR w:PromptTemplate
    OR (w:Workload AND (w.aiFramework IS NOT NULL OR w.type STARTS WITH 'sagemaker'
      OR EXISTS { (w)-[:CALLS_MODEL]->() } OR EXISTS { (w)<-[:RUNS_ON]-() }
      OR EXISTS { (w)<-[:SERVED_BY]-(:Tool) } OR EXISTS { (w)-[:ACTS_AS]->(:Identity)-[:CAN_INVOKE_MODEL]->() })))
RETURN DISTINCT w.uid AS entry, k.uid AS target, [w.uid, k.uid] AS steps
