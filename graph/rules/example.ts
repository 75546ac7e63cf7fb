import { checkClaim, type Claim, type EdgeClaim, type NodeClaim } from '../claim.ts';
import { fail, reasonOf } from '../errors.ts';
import { edgeKindNames, isEdgeKind, isNodeKind, joins, nodeKindNames } from '../schema/index.ts';
import { hint } from './nearest.ts';
import { parsePattern, reader, type Literal, type Pattern } from './pattern.ts';
import type { Rule } from './rule.ts';

/** The uid that a name of an example stands for. */
const uidOf = (name: string, label: string) =>
  label === 'Internet' ? 'internet' : `example:${name}`;

type Props = Record<string, Literal>;

/** Properties of the node or edge of that name. */
function propsOf({ nodes, edges }: Pattern, name: string): Props {
  const found =
    nodes.find((node) => node.name === name) ?? edges.find((edge) => edge.name === name);
  return found?.props ?? fail('RULE_INVALID', `nothing in the example is named "${name}"`);
}

/**
 * The example after a change: `SET x.prop = value`, `REMOVE x.prop`, or `CREATE` with a pattern
 * that may name nodes of the example. Throws an Error for anything else.
 */
export function changed(example: Pattern, change: string): Pattern {
  const copy = structuredClone(example);
  const [, verb = '', rest = ''] = /^\s*(\w+)\s+([\s\S]*)$/.exec(change) ?? [];
  if (verb === 'CREATE') {
    const { nodes, edges } = parsePattern(rest);
    const fresh = nodes.filter(({ name }) => !copy.nodes.some((node) => node.name === name));
    return { nodes: [...copy.nodes, ...fresh], edges: [...copy.edges, ...edges] };
  }
  if (verb !== 'SET' && verb !== 'REMOVE') throw new Error(`expected SET, REMOVE or CREATE`);
  const read = reader(rest);
  const props = propsOf(copy, read.word());
  read.expect('.');
  const key = read.word();
  if (verb === 'REMOVE') delete props[key];
  else {
    read.expect('=');
    props[key] = read.literal();
  }
  if (!read.done()) read.refuse('the end');
  return copy;
}

/**
 * The claim by which an example enters a graph, checked against the schema: nodes carry their
 * pattern's name as name.
 */
export function claimOf({ nodes, edges }: Pattern): Claim {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const refOf = (name: string) => {
    const label = byName.get(name)?.label ?? '';
    if (!isNodeKind(label))
      fail('RULE_INVALID', `unknown label "${label}" of ${name}${hint(label, nodeKindNames)}`);
    return { kind: label, uid: uidOf(name, label) };
  };
  const claim: Claim = {
    owner: 'example',
    subject: 'example',
    at: 0,
    mode: 'state',
    nodes: nodes.map(({ name, props }): NodeClaim => {
      return { ...refOf(name), props: { name, ...props }, defines: true };
    }),
    edges: edges.map(({ kind, from, to, props }): EdgeClaim => {
      if (!isEdgeKind(kind))
        fail('RULE_INVALID', `unknown edge kind "${kind}"${hint(kind, edgeKindNames)}`);
      const [source, target] = [refOf(from), refOf(to)];
      if (!joins(kind, source.kind, target.kind))
        fail('RULE_INVALID', `${kind} never joins ${source.kind} to ${target.kind}`);
      return { kind, from: source, to: target, props: props };
    }),
    evidence: { source: 'example', record: 'example' },
  };
  checkClaim(claim);
  return claim;
}

/**
 * The example of a rule, and what it becomes by each of the changes that silence the rule. Throws
 * RULE_INVALID, which names the file, the field and the value.
 */
export function exampleOf({ file, example, safe }: Rule): { fires: Pattern; silent: Pattern[] } {
  const checked = (field: string, text: string, make: () => Pattern): Pattern => {
    try {
      const pattern = make();
      claimOf(pattern);
      return pattern;
    } catch (error) {
      const why = `rule ${file}: ${field}: "${text}": ${reasonOf(error)}`;
      return fail('RULE_INVALID', why, { cause: error });
    }
  };
  const fires = checked('example', example, () => parsePattern(example));
  const silent = safe.map((change) => checked('safe', change, () => changed(fires, change)));
  return { fires, silent };
}
