import { internet } from '../claim.ts';
import { egressOf } from '../composition/egress.ts';
import { derivation } from './derivation.ts';

/** Workloads whose configuration lets their code send data anywhere. */
export default derivation({
  name: 'workload-egress',
  doc: 'Which workloads can send data out.',
  after: [],
  reads: { nodes: ['Workload'], edges: [] },
  index: (view) => view,
  *subjects(view) {
    for (const { uid } of view.nodesOf('Workload')) if (egressOf(view, uid)) yield uid;
  },
  derive(uid, view, emit) {
    const way = egressOf(view, uid);
    if (way)
      emit.edge(
        'CAN_EGRESS',
        { kind: 'Workload', uid },
        internet,
        { channel: way.channel },
        way.because,
      );
  },
});
