/*
title: Who administers an account, or can raise itself that far
answers: Which identities administer which account, and by which technique others get there in one step.
*/
MATCH (p:Identity)-[r:ADMINISTERS|ESCALATES]->(c:Account)
RETURN coalesce(p.name, p.uid) AS identity, c.uid AS account, type(r) AS how, r.technique AS technique,
  coalesce(r.conditional, false) AS conditional
ORDER BY account, identity
