/*
id: TC-16
title: Long-lived key that invokes models
claim: No usable secret lies open on an AI system
severity: high
because: >-
  A key without an end date bypasses the conditions that short sessions meet, and it invokes models at the owner's
  cost from anywhere.
legs: [long-lived key, active, invokes models]
frameworks:
  owasp-llm: [LLM02, LLM10]
  asi: [ASI03]
  owasp-nhi: [NHI7]
  atlas: [AML.T0055, AML.T0012]
  attack: [T1078.004, T1552.001]
  nist-ai-rmf: [MANAGE 4.1]
  eu-ai-act: [Art. 15]
  iso-42001: [A.4.4]
of: MATCH (k:Credential) RETURN count(k) AS n
fix: Replace the key by short-lived credentials, and deny new ones from the organisation.
example: >-
  (k:Credential {type: 'aws-access-key', created: '2020-01-01T00:00:00Z'})-[:AUTHENTICATES]->(u:Identity),
  (u)-[:CAN_INVOKE_MODEL]->(m:ModelEndpoint)
safe: ["SET k.active = false", "SET k.created = '9999-01-01T00:00:00Z'", "SET k.expires = '9999-01-01T00:00:00Z'"]
*/
MATCH (k:Credential)-[:AUTHENTICATES]->(u:Identity)
WHERE coalesce(k.active, true) = true AND k.expires IS NULL AND coalesce(k.created, '') < $stale
  AND EXISTS { (u)-[:CAN_INVOKE_MODEL]->() }
RETURN DISTINCT k.uid AS entry, u.uid AS target, [k.uid, u.uid] AS steps
