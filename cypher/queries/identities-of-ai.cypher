/*
title: Identities of AI systems
answers: Which identities agents, models, tools and their workloads act as, how strong each is, and when it was last used.
*/
MATCH (x)-[:ACTS_AS]->(p:Identity)
WHERE x:Agent OR x:ModelEndpoint OR x:Tool OR x:McpServer OR x:KnowledgeBase
  OR (x:Workload AND (x.aiFramework IS NOT NULL OR EXISTS { (x)-[:CALLS_MODEL]->() } OR EXISTS { (x)<-[:RUNS_ON]-() }))
RETURN coalesce(p.name, p.uid) AS identity, p.privilege AS privilege, p.lastUsed AS lastUsed,
  p.unusedPermissionRatio AS unused, collect(DISTINCT coalesce(x.name, x.uid)) AS actsFor
ORDER BY identity
