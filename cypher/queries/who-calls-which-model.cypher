/*
title: Who calls which model
answers: Which workloads, services, agents and identities call a model, by configuration or as seen, and when last.
*/
MATCH (x)-[r:CALLS_MODEL]->(m:ModelEndpoint)
RETURN x.kind AS kind, coalesce(x.name, x.uid) AS caller, coalesce(m.name, m.uid) AS model,
  m.hosting AS hosting, r.basis AS basis, r.count AS calls, r.lastSeen AS lastSeen
ORDER BY model, caller
