/*
id: TC-05
title: Exposed self-hosted model server
claim: No model or tool server answers strangers
severity: high
because: >-
  Inference servers, notebooks and training clusters are built to run what they are sent, and few authenticate.
  On the internet they are found by scanning.
legs: [internet-exposed, no authentication, self-hosted model server]
frameworks:
  owasp-llm: [LLM10, LLM03]
  asi: [ASI04, ASI05]
  atlas: [AML.T0049, AML.T0040]
  attack: [T1190]
  nist-ai-rmf: [MAP 4.1, MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.4.5, A.6.2.5]
of: MATCH (w:Workload) WHERE w.aiFramework IS NOT NULL RETURN count(w) AS n
fix: Close the network to it, or put authentication in front.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint {authn: 'none'})-[:ROUTES_TO]->(w:Workload {aiFramework: 'vllm'})
safe: ["SET e.authn = 'jwt'", "REMOVE w.aiFramework"]
arrive: [R]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO*1..2]->(w:Workload)
WHERE coalesce(e.authn, 'unknown') IN ['none', 'unknown']
  AND (w.aiFramework IS NOT NULL OR EXISTS { (w)<-[:RUNS_ON]-(:ModelEndpoint) })
RETURN DISTINCT e.uid AS entry, w.uid AS target, [i.uid, e.uid, w.uid] AS steps
