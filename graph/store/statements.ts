import type { EdgeKind, NodeKind } from '../schema/index.ts';

/** Rows of the ledger as they are kept: what is usual is left out (`graph/ledger-row.ts`). */
const ledgerColumns = `c.key AS key, c.at AS at, c.hash AS hash, c.alive AS alive, c.fresh AS fresh, c.scope AS scope,
    c.requires AS requires, c.entities AS entities, c.body AS body`;

/** Whether any edge leaves a node, and whether one enters it. */
const joined = 'EXISTS { (n)-->() } AS leaves, EXISTS { (n)<--() } AS enters';

/**
 * Edges that are there, by the node that they leave: a hub is walked once for all rows, where two
 * bound ends would let a planner go through all edges of the kind, or of the hub for each row.
 */
const leaving = (kind: EdgeKind) =>
  `UNWIND $rows AS row MATCH (a:Entity {uid: row.from})-[r:${kind}]->(b:Entity)
    WHERE row.to[b.uid] IS NOT NULL`;

/** Keys by which nodes are found, one node each. */
export const uniqueKeys = ['Entity.uid', 'Claim.key', 'Mark.key', 'Owner.key', 'Meta.key'];
/** Properties by which claims are found, many to a value. */
export const indexedKeys = ['Claim.scope', 'Claim.requires'];

/**
 * The statements by which claims are written, in the common Cypher dialect: static labels and
 * types (dynamic ones halve the rate), rows by UNWIND.
 */
export const statements = {
  claims: `UNWIND $keys AS key MATCH (c:Claim {key: key}) RETURN ${ledgerColumns}`,
  claimKeys: 'MATCH (c:Claim) RETURN c.key AS key',
  dependents: `UNWIND $keys AS key MATCH (c:Claim {requires: key}) RETURN ${ledgerColumns}`,
  addClaims: 'UNWIND $rows AS row CREATE (c:Claim) SET c = row',
  setClaims: 'UNWIND $rows AS row MATCH (c:Claim {key: row.key}) SET c = row',
  touchClaims: 'UNWIND $rows AS row MATCH (c:Claim {key: row.key}) SET c.at = row.at',
  outdated: `UNWIND $rows AS row MATCH (c:Claim {scope: row.scope})
    WHERE coalesce(c.fresh, true) AND c.at < row.startedAt RETURN ${ledgerColumns}`,

  derivedClaims: `MATCH (c:Claim) WHERE coalesce(c.alive, true) AND c.key STARTS WITH 'derive/'
    RETURN c.key AS key, c.hash AS hash`,

  marks: `UNWIND $keys AS key MATCH (m:Mark {key: key}) RETURN m.key AS key, m.startedAt AS startedAt`,
  putMarks: 'UNWIND $rows AS row MERGE (m:Mark {key: row.key}) SET m.startedAt = row.startedAt',

  putOwners: `UNWIND $rows AS row MERGE (o:Owner {key: row.key})
    WITH o, row WHERE coalesce(o.lastAt < row.lastAt, true)
    SET o.lastAt = row.lastAt, o.source = row.source`,

  nodes: `UNWIND $uids AS uid MATCH (n:Entity {uid: uid})
    RETURN n.uid AS uid, n.kind AS kind, n._support AS support, ${joined}`,
  ends: `UNWIND $uids AS uid MATCH (n:Entity {uid: uid}) RETURN n.uid AS uid, ${joined}`,
  /** Of nodes that are not there: a merge would look for each of them once more. */
  addNodes: (kind: NodeKind) => `UNWIND $rows AS row CREATE (n:Entity:${kind}) SET n = row`,
  setNodes: (kind: NodeKind) =>
    `UNWIND $rows AS row MATCH (n:Entity {uid: row.uid}) SET n:${kind} SET n = row`,
  unlabel: (kind: NodeKind) => `UNWIND $uids AS uid MATCH (n:Entity {uid: uid}) REMOVE n:${kind}`,
  lonely: `UNWIND $uids AS uid MATCH (n:Entity {uid: uid})
    WHERE n._support = $empty AND NOT EXISTS { MATCH (n)--() } RETURN n.uid AS uid`,
  deleteNodes: 'UNWIND $uids AS uid MATCH (n:Entity {uid: uid}) DETACH DELETE n',

  edges: (kind: EdgeKind) =>
    `${leaving(kind)} RETURN type(r) AS kind, a.uid AS from, b.uid AS to, r._support AS support`,
  /** Of edges that are not there. */
  addEdges: (kind: EdgeKind) =>
    `UNWIND $rows AS row MATCH (a:Entity {uid: row.from}) UNWIND row.to AS other
    MATCH (b:Entity {uid: other.uid}) CREATE (a)-[r:${kind}]->(b) SET r = other.props`,
  setEdges: (kind: EdgeKind) => `${leaving(kind)} SET r = row.to[b.uid]`,
  deleteEdges: (kind: EdgeKind) => `${leaving(kind)} DELETE r`,

  scanNodes: (kind: NodeKind) =>
    `MATCH (n:${kind}) RETURN n.uid AS uid, n.kind AS kind, n._support AS support`,
  scanEdges: (kind: EdgeKind) =>
    `MATCH (a:Entity)-[r:${kind}]->(b:Entity) RETURN a.uid AS from, b.uid AS to, r._support AS support`,
  scanUids: 'MATCH (n:Entity) RETURN n.uid AS uid',
  scanEdgesFrom: `UNWIND $uids AS uid MATCH (a:Entity {uid: uid})-[r]->(b:Entity)
    RETURN type(r) AS kind, a.uid AS from, b.uid AS to, r._support AS support`,

  meta: 'MATCH (m:Meta {key: $key}) RETURN m.value AS value',
  putMeta: 'MERGE (m:Meta {key: $key}) SET m.value = $value',
  /** A number, one more than the last time. */
  step: `MERGE (m:Meta {key: $key}) SET m.value = coalesce(m.value, 0) + 1 RETURN m.value AS value`,
  keepMeta: `MERGE (m:Meta {key: $key}) ON CREATE SET m.value = $value RETURN m.value AS value`,
  census: `OPTIONAL MATCH (m:Meta) WITH count(m) AS ours OPTIONAL MATCH (n) RETURN ours, count(n) AS all`,
};
