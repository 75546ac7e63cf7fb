/*
id: TC-41
title: No known limit before a paid model
claim: Every paid model has a known limit
severity: medium
because: >-
  Anyone can send requests that end at a model paid by the token or by the hour, and no limit of rate is known before
  it. The bill is the damage.
legs: [internet-exposed, no known limit, paid model]
frameworks:
  owasp-llm: [LLM10]
  asi: [ASI08]
  atlas: [AML.T0034, AML.T0029]
  attack: [T1496.004]
  nist-ai-rmf: [MANAGE 2.4]
  eu-ai-act: [Art. 15]
  iso-42001: [A.4.5]
of: MATCH (m:ModelEndpoint) RETURN count(m) AS n
fix: Set a rate limit or quota at the endpoint, and a budget alarm.
example: >-
  (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO]->(w:Workload)-[:CALLS_MODEL]->(m:ModelEndpoint)
safe: ["SET e.rateLimit = 10", "SET e.waf = true"]
arrive: [R, I, U]
*/
MATCH (i:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO|PROMPTS*1..3]->(x)
WHERE e.rateLimit IS NULL AND coalesce(e.waf, false) = false
  AND (x:ModelEndpoint OR EXISTS { (x)-[:CALLS_MODEL]->() })
RETURN DISTINCT e.uid AS entry, x.uid AS target, [i.uid, e.uid, x.uid] AS steps
