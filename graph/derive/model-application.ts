import type { Cause, Ref } from '../claim.ts';
import { actingAs } from '../composition/acting.ts';
import { both, named, ordered, reasonsOf, refOf } from '../composition/because.ts';
import { modelGrant, uses, type Use } from '../composition/model-use.ts';
import { namedNodes } from '../composition/named-targets.ts';
import type { Node } from '../entity.ts';
import type { View } from '../view.ts';
import { derivation, type DerivedEmit } from './derivation.ts';

/** Workloads that answer requests or events, as against notebooks, jobs and definitions. */
const answers = /^(lambda|ecs-service|ec2-instance|k8s-|Deployment|StatefulSet|cloud-run)/;

const bedrock = /^(arn:[^:]*:bedrock:|set:aws\/|set:[^/]*\/(foundation-model|inference-profile))/;

/** The agent that a workload is taken for; no other source uses such a uid. */
export const applicationUid = (workload: string) => `agent:${workload}/app`;

/** An agent that was configured or observed to run there: then nothing need be guessed. */
const hasAgent = (view: View, uid: string) =>
  view
    .in(uid, 'RUNS_ON')
    .some(({ from }) => view.node(from)?.kind === 'Agent' && from !== applicationUid(uid));

/** What was seen to call a model of Bedrock, or to speak the language of such calls. */
const seen = (view: View, uid: string): Use[] =>
  ordered(view, uid, 'CALLS_MODEL')
    .filter((edge) => edge.lastSeen !== undefined)
    .map((edge) => ({
      to: edge.to,
      identity: null,
      inferred: false,
      because: reasonsOf(
        edge,
        `${named(view, uid)} was seen to call ${named(view, edge.to)}`,
        'observed',
      ),
    }));

interface Found {
  models: Use[];
  agents: Use[];
  /** What shows that it calls a language model at all. */
  evidence: Use | null;
}

function find(view: View, names: ReturnType<typeof indexOf>, { uid }: Node): Found {
  const models = uses(view, names.models, uid, 'CAN_INVOKE_MODEL');
  const called = [...seen(view, uid), ...models];
  const language = called.find(({ to }) => bedrock.test(to));
  const granted = modelGrant(view, uid);
  return {
    models,
    agents: uses(view, names.agents, uid, 'PROMPTS'),
    evidence: language ?? (granted && bedrock.test(granted.to) ? granted : null),
  };
}

const indexOf = (view: View) => ({
  view,
  models: namedNodes(view, ['ModelEndpoint']),
  agents: namedNodes(view, ['Agent']),
});

/** Endpoints that hand requests to a workload, and why. */
const doors = (view: View, uid: string): { from: Ref; because: Cause[][] }[] =>
  view
    .in(uid, 'ROUTES_TO')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((edge) => {
      const from = refOf(view, edge.from, 'Endpoint');
      const because = reasonsOf(edge, `${named(view, edge.from)} hands requests on`, 'route');
      return from.kind === 'Endpoint' ? [{ from, because }] : [];
    });

function takeForAgent(view: View, workload: Node, { models, evidence }: Found, emit: DerivedEmit) {
  if (!evidence) return;
  const { account, region, provider } = workload.props;
  const agent = emit.define('Agent', applicationUid(workload.uid), {
    name: `${named(view, workload.uid)} (application)`,
    type: 'application',
    framework: 'own code',
    ...(typeof account === 'string' && { account }),
    ...(typeof region === 'string' && { region }),
    ...(typeof provider === 'string' && { provider }),
  });
  const guess = {
    inferred: true,
    note: 'It calls a language model; what its code does is not read.',
  };
  const host: Ref = { kind: 'Workload', uid: workload.uid };
  emit.edge('RUNS_ON', agent, host, guess, evidence.because);
  for (const { identity, because } of actingAs(view, workload.uid))
    emit.edge('ACTS_AS', agent, { kind: 'Identity', uid: identity }, { inferred: true }, because);
  for (const { to, because } of models)
    emit.edge(
      'CALLS_MODEL',
      agent,
      { kind: 'ModelEndpoint', uid: to },
      { inferred: true },
      because,
    );
  for (const door of doors(view, workload.uid))
    emit.edge('PROMPTS', door.from, agent, guess, both(door.because, evidence.because));
}

/**
 * Code that calls models: which ones, and which agents it prompts, by what its configuration names
 * and its identity may. Code that calls a language model, and that no agent is known to run on, is
 * taken for an agent; a permission or an observation must show it, never a name.
 */
export default derivation({
  name: 'model-application',
  doc: 'Which workloads call models or agents, and which are taken for agents because of it.',
  after: [
    'deployed-identity',
    'aws-access',
    'aws-resource-sets',
    'request-routing',
    'runtime-stand-ins',
  ],
  reads: {
    nodes: ['Workload', 'Agent', 'Identity', 'ModelEndpoint', 'Endpoint', 'ResourceSet'],
    edges: [
      'ACTS_AS',
      'CAN_INVOKE_MODEL',
      'PROMPTS',
      'CALLS_MODEL',
      'ROUTES_TO',
      'RUNS_ON',
      'CONTAINS',
    ],
  },
  index: indexOf,
  *subjects({ view }) {
    for (const { uid, stub, props } of view.nodesOf('Workload'))
      if (!stub && typeof props['type'] === 'string' && answers.test(props['type'])) yield uid;
  },
  derive(uid, index, emit) {
    const { view } = index;
    const workload = view.node(uid);
    if (!workload) return;
    const found = find(view, index, workload);
    const from: Ref = { kind: 'Workload', uid };
    for (const { to, inferred, because } of found.models)
      emit.edge(
        'CALLS_MODEL',
        from,
        { kind: 'ModelEndpoint', uid: to },
        inferred ? { inferred } : {},
        because,
      );
    for (const { to, inferred, because } of found.agents)
      emit.edge('PROMPTS', from, { kind: 'Agent', uid: to }, inferred ? { inferred } : {}, because);
    for (const { to, inferred, because } of found.models)
      if (!bedrock.test(to))
        emit.edge(
          'PROMPTS',
          from,
          { kind: 'ModelEndpoint', uid: to },
          inferred ? { inferred } : {},
          because,
        );
    if (!hasAgent(view, uid)) takeForAgent(view, workload, found, emit);
  },
});
