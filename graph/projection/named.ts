import type { Node } from '../entity.ts';
import { fail } from '../errors.ts';
import { nearest } from '../rules/nearest.ts';
import { edgeKindNames, edgeKinds, walkable } from '../schema/index.ts';
import { nameOf, type View } from '../view.ts';

/** Names are compared with a mistyped one, and shown, up to these many. */
const most = { compared: 20_000, shown: 5 };

/** Kinds that paths run through; others (policies, signals, findings) merely share names. */
const onPaths = new Set<string>(
  edgeKindNames
    .filter(walkable)
    .flatMap((kind) => [...edgeKinds[kind].from, ...edgeKinds[kind].to]),
);

const lastPart = (uid: string) => uid.split(/[/:#]/).findLast((part) => part !== '') ?? uid;

/** Parts of an ARN that tell what it names; the path of an IAM name is none of them. */
function arnOf(uid: string) {
  const [arn, , service = '', , account = '', ...rest] = uid.split(':');
  if (arn !== 'arn' || rest.length === 0) return null;
  const [type = '', session, ...tail] = rest.join(':').split(/[/:]/);
  // `sts::A:assumed-role/R/S` is a session of `iam::A:role/{path}/R`.
  return service === 'sts' && type === 'assumed-role' && session !== undefined
    ? { service: 'iam', account, type: 'role', name: session }
    : { service, account, type, name: tail.at(-1) ?? session ?? type };
}

type Test = (node: Node) => boolean;

/** Ways in which a text may mean a node, the closest first. */
function tests(text: string): Test[] {
  const lower = text.toLowerCase();
  const arn = arnOf(text);
  if (arn) {
    const alike = (same: (a: string, b: string) => boolean): Test => {
      return ({ uid }) => {
        const other = arnOf(uid);
        return (
          other !== null &&
          other.service === arn.service &&
          other.account === arn.account &&
          other.type.toLowerCase() === arn.type.toLowerCase() &&
          same(other.name, arn.name)
        );
      };
    };
    return [
      alike((a, b) => a === b),
      ({ uid }) => uid.toLowerCase() === lower,
      alike((a, b) => a.toLowerCase() === b.toLowerCase()),
    ];
  }
  return [
    (node) => nameOf(node) === text || lastPart(node.uid) === text,
    (node) =>
      node.uid.toLowerCase() === lower ||
      nameOf(node).toLowerCase() === lower ||
      lastPart(node.uid).toLowerCase() === lower,
  ];
}

/** Of nodes with the same name, those that paths run through, and those that were described. */
function likely(nodes: Node[]): Node[] {
  const walked = nodes.filter(({ kind }) => onPaths.has(kind));
  const meant = walked.length > 0 ? walked : nodes;
  const described = meant.filter(({ stub }) => !stub);
  return described.length > 0 ? described : meant;
}

function suggestion(view: View, text: string): string {
  const names = new Set<string>();
  for (const node of view.nodes()) {
    if (names.size >= most.compared) break;
    if (onPaths.has(node.kind)) names.add(nameOf(node));
  }
  const lower = text.toLowerCase();
  const containing = [...names].filter((name) => name.toLowerCase().includes(lower));
  const found = containing.sort().slice(0, most.shown);
  const wanted = arnOf(text)?.name ?? text;
  const near = found.length > 0 ? found.join(', ') : nearest(wanted, [...names]);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

/**
 * The node that a text names: by uid; an ARN by service, account, type and name, and that of a
 * session by its role; else by name or last part of the uid, with or without case. Throws
 * NOT_FOUND with the nearest names, AMBIGUOUS with the uids that match.
 */
export function named(view: View, text: string): Node {
  const exact = view.node(text);
  if (exact) return exact;
  for (const matches of tests(text)) {
    const found = likely([...view.nodes()].filter(matches));
    const [only, ...others] = found;
    if (!only) continue;
    if (others.length === 0) return only;
    const shown = found.slice(0, most.shown).map(({ kind, uid }) => `${kind} ${uid}`);
    const rest = found.length - shown.length;
    fail(
      'AMBIGUOUS',
      `"${text}" names ${found.length} nodes: ${shown.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`,
    );
  }
  return fail('NOT_FOUND', `no node "${text}"${suggestion(view, text)}`);
}
