/*
title: Secrets in plain text
answers: Where a long-lived secret stands in plain text or can be read from data, and what it opens.
*/
MATCH (x)-[r:HOLDS|REVEALS]->(k:Credential)
OPTIONAL MATCH (k)-[:AUTHENTICATES]->(o)
RETURN coalesce(x.name, x.uid) AS lies, x.kind AS kind, k.type AS secret, r.`where` AS place, coalesce(o.name, o.uid) AS opens
ORDER BY lies
