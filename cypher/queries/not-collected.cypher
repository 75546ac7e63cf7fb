/*
title: Not collected
answers: How many things of each kind others refer to and no record describes; paths through them are guesses.
*/
MATCH (n:Entity)
WHERE n.stub = true
RETURN n.kind AS kind, count(n) AS notCollected
ORDER BY notCollected DESC, kind
