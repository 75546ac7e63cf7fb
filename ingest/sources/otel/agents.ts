import type { Ref } from '../../../graph/claim.ts';
import { cleanUid } from '../../../graph/claim.ts';
import { resourceRef } from '../aws/resource-ref.ts';
import { fact, facts, textOf } from './attribute.ts';
import { hostOf, placeOf, serviceUid } from './resource.ts';
import type { Span } from './span.ts';
import { agentNameOf, roleOf, type Role } from './span-role.ts';
import type { Trace } from './trace.ts';

/** An agent as spans name it. */
export interface SeenAgent {
  ref: Ref<'Agent'>;
  name: string;
  /** True where its code runs in the service that reports it. */
  hosted: boolean;
}

const bedrockAgentId = /^[0-9A-Z]{10}$/;
const traceIn = (span: Span) => `${span.trace} ${serviceUid(span.resource)}`;
const localUid = (span: Span, id: string) => cleanUid(`agent:${serviceUid(span.resource)}/${id}`);

const seen = (uid: string, name?: string): SeenAgent => ({
  ref: { kind: 'Agent', uid },
  name: name ?? uid.split('/').at(-1) ?? uid,
  hosted: !uid.startsWith('arn:aws:bedrock:'),
});

const toolRoles = new Set<Role>(['tool', 'retrieval', 'memory-read', 'memory-write', 'mcp']);
const calls = new Set<Role>([...toolRoles, 'model']);

/** True where a span runs a tool, or offers some to a model. */
const usesTools = (span: Span) =>
  toolRoles.has(roleOf(span)) ||
  (roleOf(span) === 'model' && facts(span.attributes, 'toolDefinitions').length > 0);

/** Which agent each span of a record belongs to. */
export class Agents {
  readonly #trace: Trace;
  /** Ids of agents by service and name, where some span tells both. */
  readonly #ids = new Map<string, string>();
  /** Names by id, for spans that tell the id alone. */
  readonly #names = new Map<string, string>();
  readonly #providers = new Map<string, string>();
  /** Traces in which a service lets a model call tools, whether or not it names an agent. */
  readonly #withTools = new Set<string>();

  constructor(spans: readonly Span[], trace: Trace) {
    this.#trace = trace;
    for (const span of spans) {
      if (usesTools(span)) this.#withTools.add(traceIn(span));
      const id = fact(span.attributes, 'agentId');
      if (id === undefined) continue;
      const name = agentNameOf(span);
      const provider = fact(span.attributes, 'provider');
      if (name !== undefined) this.#ids.set(`${serviceUid(span.resource)} ${name}`, id);
      if (name !== undefined) this.#names.set(id, name);
      if (provider !== undefined && roleOf(span) === 'agent') this.#providers.set(id, provider);
    }
  }

  /**
   * The agent that a span works for: the one it names, else that of a span around it, else the
   * nameless agent that a service is which lets a model call tools. Null where there is none;
   * undefined where the spans around it are not in the record.
   */
  of(span: Span): SeenAgent | null | undefined {
    for (const at of this.#trace.upward(span)) {
      const agent = this.#named(at);
      if (agent) return agent;
    }
    const host = hostOf(span.resource);
    if (host?.kind === 'Agent') return seen(host.uid);
    if (!calls.has(roleOf(span)) || !this.#withTools.has(traceIn(span))) return null;
    if (!this.#trace.isWhole(span)) return undefined;
    const name =
      fact(span.attributes, 'functionId') ??
      textOf(span.resource, 'service.name') ??
      'unknown_service';
    return seen(localUid(span, name), name);
  }

  /** The agent around the one that a span works for, if any. */
  around(span: Span, inner: SeenAgent): SeenAgent | null {
    for (const at of this.#trace.upward(span)) {
      const agent = this.#named(at);
      if (agent && agent.ref.uid !== inner.ref.uid) return agent;
    }
    return null;
  }

  #named(span: Span): SeenAgent | null {
    const name = agentNameOf(span);
    const service = serviceUid(span.resource);
    const told = fact(span.attributes, 'agentId');
    const id = told ?? (name === undefined ? undefined : this.#ids.get(`${service} ${name}`));
    if (id === undefined && name === undefined) return null;
    const cloud = id === undefined ? null : this.#cloudAgent(id, span);
    const host = hostOf(span.resource);
    const uid =
      cloud?.uid ?? (host?.kind === 'Agent' ? host.uid : localUid(span, id ?? name ?? ''));
    return seen(uid, name ?? this.#names.get(id ?? ''));
  }

  /** A Bedrock agent by its id, or whatever its ARN means. */
  #cloudAgent(id: string, span: Span): Ref | null {
    const { account, region } = placeOf(span.resource);
    const provider = fact(span.attributes, 'provider') ?? this.#providers.get(id) ?? '';
    const isBedrock = provider.startsWith('aws') && bedrockAgentId.test(id);
    const arn =
      isBedrock && account !== undefined && region !== undefined
        ? `arn:aws:bedrock:${region}:${account}:agent/${id}`
        : id;
    const ref = resourceRef(arn);
    return ref?.kind === 'Agent' ? ref : null;
  }
}
