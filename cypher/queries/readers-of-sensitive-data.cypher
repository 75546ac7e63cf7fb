/*
title: Readers of sensitive data
answers: How many identities can read each sensitive store, and how many of them by a grant over all stores of a kind.
*/
MATCH (d)
WHERE d.sensitive = true AND (d:DataStore OR d:Secret OR d:KnowledgeBase)
OPTIONAL MATCH (d)<-[:CAN_READ]-(direct)
WITH d, count(DISTINCT direct) AS byName
OPTIONAL MATCH (d)<-[:CONTAINS]-(:ResourceSet)<-[:CAN_READ]-(wide)
RETURN coalesce(d.name, d.uid) AS store, d.kind AS kind, byName, count(DISTINCT wide) AS byWideGrant
ORDER BY byWideGrant DESC, byName DESC, store
