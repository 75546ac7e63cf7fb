import { canonical, digest, type Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { SeenAgent } from './agents.ts';
import { fact, facts, type Attributes, type Value } from './attribute.ts';
import { originOf, serviceUid } from './resource.ts';
import type { Span } from './span.ts';
import { toolNameOf } from './span-role.ts';

const isRecord = (value: Value | undefined): value is Record<string, Value> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function parsed(value: Value): Value {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return null;
  }
}

interface Definition {
  name: string;
  /** Digest of what the tool says it takes. */
  schemaDigest: string;
}

/** A tool's definition in the shapes of the providers: the function itself, or one level down. */
function definitionOf(value: Value): Definition | null {
  const outer = parsed(value);
  const inner = isRecord(outer) && isRecord(outer['function']) ? outer['function'] : outer;
  if (!isRecord(inner) || typeof inner['name'] !== 'string' || inner['name'] === '') return null;
  return { name: inner['name'], schemaDigest: digest(canonical(inner)) };
}

const openInference = /^llm\.tools\.\d+\.tool\.json_schema$/;

/** Tools that a call offered its model, by name; never what was put into them. */
export function offeredTools(attributes: Attributes): Definition[] {
  const values = [
    ...facts(attributes, 'toolDefinitions'),
    ...[...attributes].flatMap(([key, value]) => (openInference.test(key) ? [value] : [])),
  ];
  const found = values.map(definitionOf).filter((definition) => definition !== null);
  return [...new Map(found.map((d) => [d.name, d])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

const toolUid = (owner: Ref, name: string) => `tool:${owner.uid}#${name}`;

/** Tools that an agent could call, and one digest of them all. */
export function addOffered(claim: ClaimBuilder, agent: SeenAgent, attributes: Attributes) {
  const offered = offeredTools(attributes);
  for (const { name, schemaDigest } of offered) {
    if (remoteName.test(name)) continue;
    const tool = claim.node('Tool', toolUid(agent.ref, name), { name, schemaDigest });
    claim.edge('CAN_CALL', agent.ref, tool);
  }
  if (offered.length > 0)
    claim.node('Agent', agent.ref.uid, { toolDigest: digest(canonical(offered)) });
}

/** How Claude's agent SDK names the tools of a server of the Model Context Protocol. */
const remoteName = /^mcp__(?<server>.+?)__(?<tool>.+)$/;

/** The server of the Model Context Protocol that a span spoke to, by its address. */
function serverAt({ attributes, kind }: Span, claim: ClaimBuilder): Ref<'McpServer'> | null {
  if (fact(attributes, 'mcpMethod') === undefined || kind === 'server') return null;
  const url = fact(attributes, 'url');
  const address = fact(attributes, 'serverAddress');
  const port = fact(attributes, 'serverPort');
  const built = originOf(address ?? '', port);
  const uri = url ?? (address === undefined ? undefined : built);
  if (uri === undefined || !URL.canParse(uri)) return null;
  const { protocol, host, pathname } = new URL(uri);
  const uid = `${protocol}//${host}${pathname === '/' ? '' : pathname.replace(/\/$/, '')}`;
  return claim.node('McpServer', uid, { name: host, transport: 'http' });
}

/** The tool that a span ran, and the server that offers it; null where the span does not name it. */
export function toolOf(claim: ClaimBuilder, span: Span, agent: SeenAgent) {
  const { attributes, resource } = span;
  const isOtherCall = fact(attributes, 'mcpMethod') && !fact(attributes, 'toolName');
  const name = isOtherCall ? undefined : toolNameOf(span);
  if (name === undefined) return null;
  const claude = remoteName.exec(name)?.groups;
  const server =
    claude?.['server'] === undefined
      ? serverAt(span, claim)
      : claim.node('McpServer', `mcp:${serviceUid(resource)}/${claude['server']}`, {
          name: claude['server'],
          transport: 'unknown',
        });
  const shown = claude?.['tool'] ?? name;
  const tool = claim.node('Tool', toolUid(server ?? agent.ref, shown), {
    name: shown,
    description: fact(attributes, 'toolDescription'),
  });
  return { tool, server };
}

/** A call of a tool by an agent. */
export function addToolCall(claim: ClaimBuilder, span: Span, agent: SeenAgent): Ref<'Tool'> | null {
  const found = toolOf(claim, span, agent);
  if (!found) return null;
  claim.edge('CAN_CALL', agent.ref, found.tool);
  if (found.server) claim.edge('SERVED_BY', found.tool, found.server);
  return found.tool;
}
