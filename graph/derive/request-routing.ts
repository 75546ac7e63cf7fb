import type { Ref } from '../claim.ts';
import type { Node } from '../entity.ts';
import { integrationTargets } from '../network/integration-targets.ts';
import { balancerEndpoints } from '../network/balancer-endpoints.ts';
import { endpointConfig } from '../network/endpoint.ts';
import { elementsOf, type Element } from '../network/network.ts';
import { targetsOf, type Targets } from '../network/targets.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

interface Index {
  view: View;
  targets: Targets;
  balancers: ReadonlyMap<string, Element<'load-balancer'>>;
  /** Endpoints of APIs whose integration stands in another answer than their own. */
  calls: ReadonlyMap<string, Node>;
}

function index(view: View): Index {
  const calls = new Map<string, Node>();
  for (const node of view.nodesOf('Endpoint')) {
    const { data } = endpointConfig.safeParse(node.stub ? undefined : node.props['config']);
    if (data?.type === 'api-route' || data?.type === 'api-method') calls.set(node.uid, node);
  }
  const balancers = [...elementsOf(view, 'load-balancer')];
  return {
    view,
    targets: targetsOf(view),
    balancers: new Map(balancers.map((balancer) => [balancer.uid, balancer])),
    calls,
  };
}

const distinct = <K extends Ref>(refs: readonly K[]): K[] => [
  ...new Map(refs.map((ref) => [ref.uid, ref])).values(),
];

export default derivation({
  name: 'request-routing',
  doc: 'Where load balancers and API integrations hand requests, and the endpoints of balancers.',
  after: [],
  reads: { nodes: ['NetworkElement', 'Endpoint', 'Workload'], edges: ['PART_OF_NETWORK'] },
  index,
  subjects: ({ balancers, calls }) => [...balancers.keys(), ...calls.keys()],
  derive(uid, { view, targets, balancers, calls }, emit) {
    const balancer = balancers.get(uid);
    for (const { props, groups, instances, cause, ...endpoint } of balancer
      ? balancerEndpoints(balancer, targets)
      : []) {
      const from = emit.define('Endpoint', endpoint.uid, props);
      const to = distinct([...groups.flatMap((group) => targets.of(group)), ...instances]);
      for (const target of to) emit.edge('ROUTES_TO', from, target, {}, [[cause]]);
    }
    const call = calls.get(uid);
    for (const { to, causes } of call ? integrationTargets(view, targets, call) : [])
      emit.edge('ROUTES_TO', { kind: 'Endpoint', uid }, to, {}, [causes]);
  },
});
