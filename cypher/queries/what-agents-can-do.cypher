/*
title: What agents can do
answers: Which tools each agent may call, what a call does, where it runs, and whether a person approves it.
*/
MATCH (a:Agent)-[c:CAN_CALL]->(t:Tool)
OPTIONAL MATCH (t)-[:SERVED_BY]->(s)
RETURN coalesce(a.name, a.uid) AS agent, coalesce(t.name, t.uid) AS tool, t.semantic AS does,
  coalesce(c.approval, t.approval, false) AS approved, coalesce(s.name, s.uid) AS runsOn, c.lastSeen AS lastSeen
ORDER BY agent, tool
