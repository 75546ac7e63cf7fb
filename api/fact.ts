import type { Node } from '../graph/entity.ts';
import type { NodeKind } from '../graph/schema/index.ts';
import type { View } from '../graph/view.ts';

/** A property, a value of it that matters, and how to say so. */
type Telling = readonly [prop: string, value: string | boolean, say: string];

const sensitive: readonly Telling[] = [
  ['public', true, 'public'],
  ['crownJewel', true, 'crown jewel'],
  ['sensitive', true, 'sensitive'],
];

/** By kind, the most telling first. */
const tellings: Partial<Record<NodeKind, readonly Telling[]>> = {
  Endpoint: [
    ['authn', 'none', 'no auth'],
    ['exposure', 'internet', 'on the internet'],
  ],
  McpServer: [
    ['auth', 'none', 'no auth'],
    ['pinned', false, 'not pinned'],
  ],
  Agent: [['approvalMode', 'none', 'no approval']],
  Tool: [
    ['semantic', 'exec', 'runs code'],
    ['semantic', 'generic-api', 'any API call'],
    ['semantic', 'destructive', 'deletes'],
    ['semantic', 'payment', 'pays'],
    ['semantic', 'net-egress', 'sends out'],
    ['semantic', 'write', 'writes'],
    ['semantic', 'read', 'reads'],
  ],
  KnowledgeBase: [['aclMode', 'none', 'no document rights'], ...sensitive],
  MemoryStore: [['namespaceIsolation', false, 'shared by users']],
  ModelEndpoint: [['logging', false, 'not logged']],
  ModelArtifact: [
    ['format', 'pickle', 'pickle'],
    ['signed', false, 'not signed'],
  ],
  Dataset: sensitive,
  Guardrail: [['mode', 'detect', 'detects only']],
  Identity: [
    ['privilege', 'admin', 'admin'],
    ['privilege', 'high', 'high privilege'],
  ],
  Workload: [
    ['privileged', true, 'privileged'],
    ['imdsVersion', 'v1', 'IMDSv1'],
  ],
  DataStore: sensitive,
  Secret: [...sensitive, ['rotation', false, 'not rotated']],
  Vulnerability: [
    ['kev', true, 'exploited'],
    ['exploitAvailable', true, 'exploit known'],
  ],
  LogSink: [['enabled', false, 'off']],
  Repository: [['visibility', 'public', 'public']],
};

/** Properties that say what a node is more closely, where nothing else tells. */
const closer = ['subtype', 'type', 'runtime', 'severity', 'status', 'trust'];

/** The one fact of a node that matters for risk, in a few words; null where none is known. */
export function factOf(view: View, { kind, uid, stub, props }: Node): string | null {
  if (stub) return 'not collected';
  if (kind === 'Agent' && view.out(uid, 'PROTECTED_BY').length === 0) return 'no guardrail';
  const telling = tellings[kind]?.find(([prop, value]) => props[prop] === value);
  if (telling) return telling[2];
  const name = closer.find((prop) => typeof props[prop] === 'string' && props[prop] !== '');
  return name === undefined ? null : (props[name] as string);
}
