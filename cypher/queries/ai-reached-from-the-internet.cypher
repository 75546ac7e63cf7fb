/*
title: AI that the internet reaches
answers: Which agents, models and tool servers anyone can send input to, and through which endpoint.
*/
MATCH (:Internet)-[:REACHES]->(e:Endpoint)-[:ROUTES_TO|PROMPTS*1..3]->(x)
WHERE x:Agent OR x:ModelEndpoint OR x:McpServer
RETURN DISTINCT coalesce(e.name, e.uid) AS endpoint, e.authn AS authn, x.kind AS kind, coalesce(x.name, x.uid) AS reached
ORDER BY endpoint, reached
