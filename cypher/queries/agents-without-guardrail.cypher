/*
title: Agents without a guardrail
answers: Which agents have no guardrail, and who or what may prompt them.
*/
MATCH (a:Agent)
WHERE NOT EXISTS { (a)-[:PROTECTED_BY]->(:Guardrail) }
OPTIONAL MATCH (a)<-[:PROMPTS]-(x)
RETURN coalesce(a.name, a.uid) AS agent, a.stub AS notCollected, collect(DISTINCT coalesce(x.name, x.uid)) AS promptedBy
ORDER BY agent
