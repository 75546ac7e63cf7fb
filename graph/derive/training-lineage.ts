import { both, named, ordered, reasonsOf, refOf } from '../composition/because.ts';
import type { Edge } from '../entity.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

/** Endpoints that serve what a workload holds: it, or what deploys it, at most so many steps up. */
const depth = 3;

function endpointsOn(view: View, uid: string, steps = depth): string[] {
  if (view.node(uid)?.kind === 'ModelEndpoint') return [uid];
  if (steps === 0) return [];
  return view.in(uid, 'RUNS_ON').flatMap(({ from }) => endpointsOn(view, from, steps - 1));
}

const trains = (view: View, edge: Edge) =>
  reasonsOf(edge, `${named(view, edge.from)} trains ${named(view, edge.to)}`, 'training-data');
const loads = (view: View, edge: Edge) =>
  reasonsOf(edge, `${named(view, edge.to)} loads ${named(view, edge.from)}`, 'deployment');

/** Data that trained a model shapes what answers at the endpoints that serve it. */
export default derivation({
  name: 'training-lineage',
  doc: 'Which endpoints a dataset shapes, through the models that it trained.',
  after: [],
  reads: {
    nodes: ['Dataset', 'ModelArtifact', 'ModelEndpoint', 'Workload'],
    edges: ['SHAPES', 'LOADED_BY', 'RUNS_ON'],
  },
  index: (view) => view,
  *subjects(view) {
    for (const { uid } of view.nodesOf('Dataset')) yield uid;
  },
  derive(uid, view, emit) {
    const emitted = new Set<string>();
    for (const shape of ordered(view, uid, 'SHAPES')) {
      if (view.node(shape.to)?.kind !== 'ModelArtifact') continue;
      for (const load of ordered(view, shape.to, 'LOADED_BY'))
        for (const endpoint of [...new Set(endpointsOn(view, load.to))].sort()) {
          if (emitted.has(endpoint)) continue;
          emitted.add(endpoint);
          emit.edge(
            'SHAPES',
            { kind: 'Dataset', uid },
            refOf(view, endpoint, 'ModelEndpoint'),
            {},
            both(trains(view, shape), loads(view, load)),
          );
        }
    }
  },
});
