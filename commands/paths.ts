import { fail } from '../graph/errors.ts';
import { avoided, endsFrom, endsTo, visited } from '../graph/projection/ends.ts';
import { nameOf, type View } from '../graph/view.ts';
import { command, whole } from './command.ts';
import { pathJson } from './path-json.ts';

/** A path in one line: names, with what each step yields. */
const line = (view: View, path: ReturnType<typeof pathJson>) => {
  const name = (uid: string) => nameOf(view.node(uid) ?? { uid, props: {} });
  const steps = path.hops.map(
    (hop) =>
      ` -${hop.edge}${hop.conditional ? ' if ' + (hop.conditionKeys.join(', ') || 'unknown') : ''}-> ${name(hop.to)} [${hop.gains}]`,
  );
  return `${String(path.score).padStart(5)}  ${path.state}  ${name(path.hops[0]?.from ?? '')}${steps.join('')}\n`;
};

export default command({
  name: 'paths',
  summary: 'Find the most likely attack paths between two ends',
  usage: '--from X --to Y',
  options: {
    from: { type: 'string', value: 'X', doc: 'id, ARN or name; kind:<Kind>; internet' },
    to: { type: 'string', value: 'Y', doc: 'the same; or sensitive, or admin' },
    k: { type: 'string', value: 'N', doc: 'how many (default 10)' },
    'max-hops': { type: 'string', value: 'N', doc: 'longest path (default 12)' },
    avoid: {
      type: 'string',
      multiple: true,
      value: 'X',
      doc: 'not through this; or an edge, by its id; or kind:<Kind> of nodes or edges',
    },
    through: {
      type: 'string',
      multiple: true,
      value: 'X',
      doc: 'through this, in the order given',
    },
  },
  async run({ options, io, estate }) {
    if (options.from === undefined || options.to === undefined)
      fail('USAGE', 'cutset paths --from X --to Y: name both ends');
    const { view, projection } = await estate();
    const from = endsFrom(view, options.from);
    const to = endsTo(view, options.to);
    const { paths, truncated } = projection.paths({
      from,
      to,
      k: whole(options.k, 'k', 10, 1_000),
      maxHops: whole(options['max-hops'], 'max-hops', 12, 64),
      ...avoided(view, options.avoid ?? []),
      through: visited(view, options.through ?? []),
    });
    const shown = paths.map((path) => pathJson(path, view));
    if (options.json) io.out(`${JSON.stringify({ paths: shown, truncated })}\n`);
    else {
      for (const path of shown) io.out(line(view, path));
      if (shown.length === 0)
        io.out(
          `no path from ${from.length} starts to ${to.length} ends in ${view.size.edges} edges\n`,
        );
      if (truncated !== null) io.err(`${truncated}\n`);
    }
    return 0;
  },
});
