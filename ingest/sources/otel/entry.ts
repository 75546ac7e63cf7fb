import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import { endpointUid } from '../../endpoint-uid.ts';
import { fact } from './attribute.ts';
import { serviceUid } from './resource.ts';
import type { Span } from './span.ts';
import type { Trace } from './trace.ts';

/**
 * How what a span works on came from outside: by the span that received it, by a span of another
 * service, or because a user is named. Null where nothing says that anybody outside had a hand in it.
 */
export function entryOf(span: Span, trace: Trace): { service: string; received?: Span } | null {
  const own = serviceUid(span.resource);
  let named = false;
  for (const at of trace.upward(span)) {
    const service = serviceUid(at.resource);
    if (at.kind === 'server' || at.kind === 'consumer') return { service, received: at };
    if (service !== own) return { service };
    named ||= fact(at.attributes, 'user') !== undefined;
  }
  return named ? { service: own } : null;
}

/** The HTTP route at which a server span received a request; null where its host is not told. */
export function addEndpoint(claim: ClaimBuilder, { attributes }: Span): Ref<'Endpoint'> | null {
  const host = fact(attributes, 'serverAddress');
  const method = attributes.get('http.request.method') ?? attributes.get('http.method');
  if (host === undefined || method === undefined) return null;
  const [name = host, inHost] = host.split(':');
  const port = inHost ?? fact(attributes, 'serverPort');
  const scheme = fact(attributes, 'scheme') ?? (port === '80' ? 'http' : 'https');
  const uid = endpointUid(scheme, name, port, fact(attributes, 'route'));
  return claim.node('Endpoint', uid, {
    name: uid.slice('ep:'.length),
    url: uid.slice('ep:'.length),
  });
}
