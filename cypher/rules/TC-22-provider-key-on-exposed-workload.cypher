/*
id: TC-22
title: Model provider's key on an exposed workload
claim: No usable secret lies open on an AI system
severity: high
because: >-
  The key of a model provider lies where public input runs. Who takes it uses the models at the owner's cost and may
  read the history of prompts.
legs: [internet-exposed, holds a key, model provider]
frameworks:
  owasp-llm: [LLM10, LLM02]
  asi: [ASI03]
  owasp-nhi: [NHI2]
  atlas: [AML.T0055, AML.T0034]
  attack: [T1552.001]
  nist-ai-rmf: [MANAGE 3.1]
  eu-ai-act: [Art. 15]
  iso-42001: [A.10.3]
of: MATCH (k:Credential) RETURN count(k) AS n
fix: Keep the key in a gateway, give workloads short-lived tokens, and cap the spend.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:HOLDS]->(k:Credential)-[:AUTHENTICATES]->(s:SaaSTenant)
safe: ["SET k.active = false"]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:EXPLOITS]->(w:Workload)-[:HOLDS]->(k:Credential)
WHERE coalesce(k.active, true) = true
  AND (EXISTS { (k)-[:AUTHENTICATES]->(:SaaSTenant) }
    OR k.type CONTAINS 'openai' OR k.type CONTAINS 'anthropic' OR k.type CONTAINS 'bedrock'
    OR k.type CONTAINS 'huggingface')
RETURN DISTINCT e.uid AS entry, k.uid AS target, [i.uid, e.uid, w.uid, k.uid] AS steps
