/*
id: TC-34
title: Any repository or branch can rewrite an AI system
claim: Only its own pipeline changes an AI system
severity: high
because: >-
  A role that may change an agent, the code of a tool or the weights of a model takes tokens whose subject is a
  pattern: any branch, any repository, any service account that fits becomes the role. Where the pattern names no
  organisation, whoever signs up with the issuer does.
legs: [subject is a pattern, role may change an AI system]
frameworks:
  owasp-llm: [LLM03]
  asi: [ASI04, ASI10]
  owasp-nhi: [NHI6]
  atlas: [AML.T0081, AML.T0010]
  attack: [T1199, T1550.001]
  nist-ai-rmf: [GOVERN 1.4, MANAGE 3.1]
  eu-ai-act: [Art. 15, Art. 17]
  iso-42001: [A.6.2.3]
of: MATCH ()-[e:FEDERATES_TO]->(p:Identity) RETURN count(DISTINCT p) AS n
fix: Name the exact subject in the trust policy, and protect the branch or environment that it names.
example: >-
  (f:IdentityProvider)-[e:FEDERATES_TO {subjects: ['repo:acme/*']}]->(p:Identity)-[:CAN_REWRITE]->(a:Agent)
safe: ["SET e.subjects = ['repo:acme/agent:ref:refs/heads/main']"]
*/
MATCH (f)-[e:FEDERATES_TO|CAN_ASSUME]->(p:Identity)-[:CAN_REWRITE|CAN_EXECUTE_ON|TAMPERS]->(a)
WHERE (f:Internet OR any(subject IN coalesce(e.subjects, []) WHERE subject CONTAINS '*'))
  AND (a:Agent OR a:PromptTemplate OR a:Tool OR a:McpServer OR a:ModelArtifact
    OR (a:Workload AND (a.aiFramework IS NOT NULL OR EXISTS { (a)-[:CALLS_MODEL]->() } OR EXISTS { (a)<-[:RUNS_ON|SERVED_BY]-() })))
RETURN DISTINCT f.uid AS entry, a.uid AS target, [f.uid, p.uid, a.uid] AS steps
