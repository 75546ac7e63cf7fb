import { fail } from '../graph/errors.ts';
import { endsFrom, endsTo } from '../graph/projection/ends.ts';
import { nameOf } from '../graph/view.ts';
import { command, whole } from './command.ts';

export default command({
  name: 'reach',
  summary: 'Show what can be reached from X, or with --backward who can get there',
  usage: 'X',
  options: {
    backward: { type: 'boolean', doc: 'who can get there' },
    'max-hops': { type: 'string', value: 'N', doc: 'farthest (default 12)' },
  },
  async run({ args, options, io, estate }) {
    const [end, ...rest] = args;
    if (end === undefined || rest.length > 0)
      fail('USAGE', 'cutset reach X: name one id, ARN or name');
    const { view, projection } = await estate();
    const backward = options.backward === true;
    const from = backward ? endsTo(view, end) : endsFrom(view, end);
    const maxHops = whole(options['max-hops'], 'max-hops', 12, 64);
    const { reached, truncated } = projection.reach({ from, backward, maxHops });
    const shown = reached.map((state) => ({
      ...state,
      kind: view.node(state.uid)?.kind ?? null,
      name: nameOf(view.node(state.uid) ?? { uid: state.uid, props: {} }),
    }));
    if (options.json) io.out(`${JSON.stringify({ reached: shown, truncated })}\n`);
    else {
      for (const { hops, capability, likelihood, kind, name, uid } of shown)
        io.out(
          `${String(hops).padStart(3)}  ${capability}  ${likelihood.toFixed(3)}  ${kind} ${name}  ${uid}\n`,
        );
      if (truncated !== null) io.err(`${truncated}\n`);
    }
    return 0;
  },
});
