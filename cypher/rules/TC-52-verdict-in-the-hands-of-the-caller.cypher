/*
id: TC-52
title: Model's verdict in the hands of an unauthenticated caller
claim: No caller decides the verdict of a model
severity: medium
because: >-
  Anyone calls the code that asks a model for a verdict and acts on the answer. Without knowing who calls, the code
  cannot tell a request that carries its own verdict from one that does not (OWASP LLM05; AIGoat's output-integrity
  challenge).
legs: [internet-exposed, no authentication, acts on a model's output]
frameworks:
  owasp-llm: [LLM05]
  asi: [ASI02]
  atlas: [AML.T0049, AML.T0040]
  attack: [T1190]
  nist-ai-rmf: [MEASURE 2.7, MAP 4.2]
  eu-ai-act: [Art. 15]
  iso-42001: [A.6.2.4]
of: MATCH (e:Endpoint) WHERE e.stub = false RETURN count(e) AS n
fix: Authenticate the caller, and take the verdict from the model's answer alone, never from the request.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint {authn: 'none'})-[:ROUTES_TO]->(w:Workload)-[:CALLS_MODEL]->(m:ModelEndpoint)
safe: ["SET e.authn = 'iam'"]
arrive: [R]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO]->(w:Workload)
WHERE coalesce(e.authn, 'unknown') IN ['none', 'unknown']
  AND (EXISTS { (w)-[:CALLS_MODEL]->() }
    OR EXISTS {
      MATCH (w)-[:ACTS_AS]->(p:Identity)
      WHERE EXISTS { (p)-[:CAN_INVOKE_MODEL]->() }
        OR p.inline CONTAINS 'sagemaker:InvokeEndpoint' OR p.inline CONTAINS 'bedrock:InvokeModel'
    })
RETURN DISTINCT e.uid AS entry, w.uid AS target, [i.uid, e.uid, w.uid] AS steps
