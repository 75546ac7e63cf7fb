/*
id: TC-13
title: Low principal mints an AI job with a strong role
claim: Nobody gains the rights of an agent that are not theirs
severity: high
because: >-
  It may pass a strong role to an AI service and run code there. The service hands the role's credentials to whoever
  asked for the job.
legs: [low principal, may pass a role, AI service runs code, strong role]
frameworks:
  owasp-llm: [LLM06]
  asi: [ASI03]
  atlas: [AML.T0012]
  attack: [T1098.003, T1548.005]
  nist-ai-rmf: [MEASURE 2.7]
  eu-ai-act: [Art. 15]
  iso-42001: [A.3.2]
of: MATCH (p:Identity) WHERE p.stub = false RETURN count(p) AS n
fix: Scope iam:PassRole by role and by iam:PassedToService.
example: >-
  (p:Identity)-[x:ESCALATES {permissions: ['iam:PassRole', 'bedrock-agentcore:CreateCodeInterpreter']}]->(q:Identity {privilege: 'admin'})
safe: ["SET x.permissions = ['iam:PassRole', 'ec2:RunInstances']", "SET q.privilege = 'low'", "SET p.privilege = 'admin'"]
*/
MATCH (p:Identity)-[x:ESCALATES]->(q:Identity)
WHERE any(permission IN coalesce(x.permissions, [])
    WHERE permission STARTS WITH 'sagemaker:' OR permission STARTS WITH 'bedrock')
  AND coalesce(p.privilege, 'unknown') <> 'admin'
  AND (q.privilege = 'admin' OR EXISTS { (q)-[:ADMINISTERS]->(:Account) }
    OR (q.privilege = 'high' AND coalesce(p.privilege, 'unknown') <> 'high'))
RETURN DISTINCT p.uid AS entry, q.uid AS target, [p.uid, q.uid] AS steps
