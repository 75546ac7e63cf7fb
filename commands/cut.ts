import { fail } from '../graph/errors.ts';
import type { Offer } from '../graph/cuts/offers.ts';
import type { Estate } from '../graph/estate.ts';
import { endsFrom, endsTo } from '../graph/projection/ends.ts';
import { nameOf } from '../graph/view.ts';
import { goalBetween, goalOf, provedCuts, type CutGoal } from '../graph/whatif/proved-cuts.ts';
import { command, whole } from './command.ts';

const offerJson = ({ changes, price, bound, exact }: Offer) => ({
  changes: changes.map(({ cause, edge, say, owner, effort, kills, uses }) => ({
    causes: cause ? [cause] : [],
    edge: cause ? null : edge,
    say,
    owner,
    effort,
    kills,
    uses,
  })),
  price,
  bound,
  exact,
});

interface Ends {
  from: string | undefined;
  to: string | undefined;
  finding: string[] | undefined;
}

/** What is to be ended; throws USAGE where it is not said, NOT_FOUND for an unknown finding. */
function goal(estate: Estate, { from, to, finding }: Ends, at: number): CutGoal {
  const { view, findings } = estate;
  if (finding !== undefined && from === undefined && to === undefined) {
    const meant = finding.map((id) => findings.get(id) ?? fail('NOT_FOUND', `no finding "${id}"`));
    const posture = meant.find(({ path }) => path === null);
    if (posture)
      fail('USAGE', `finding ${posture.id} is about posture and has no path: ${posture.fix.say}`);
    return goalOf(estate, meant, at);
  }
  if (from === undefined || to === undefined || finding !== undefined)
    return fail('USAGE', 'cutset cut: name both ends by --from and --to, or findings by --finding');
  return goalBetween({ from: endsFrom(view, from), to: endsTo(view, to) });
}

export default command({
  name: 'cut',
  summary: 'Find the smallest set of changes after which no path is left',
  usage: '--from X --to Y | --finding ID...',
  options: {
    from: { type: 'string', value: 'X', doc: 'id, ARN or name; kind:<Kind>; internet' },
    to: { type: 'string', value: 'Y', doc: 'the same; or sensitive, or admin' },
    finding: { type: 'string', multiple: true, value: 'ID', doc: 'all paths of these findings' },
    timeout: { type: 'string', value: 'S', doc: 'seconds for each cut (default 10)' },
  },
  async run({ options, io, estate: open }) {
    const timeout = whole(options.timeout, 'timeout', 10, 3_600) * 1_000;
    const estate = await open();
    const at = Date.now();
    const found = await provedCuts(estate, goal(estate, options, at), { timeout, at });
    const { offers, impossible, left } = found;
    const [best, ...others] = offers;
    if (options.json) {
      const chosen = best ? offerJson(best) : { changes: [], price: 0, bound: 0, exact: true };
      const alternatives = others.map((offer) => ({
        aim: offer.aim,
        owner: offer.owner,
        ...offerJson(offer),
      }));
      io.out(`${JSON.stringify({ ...chosen, left, impossible, alternatives })}\n`);
      return 0;
    }
    const { view } = estate;
    const name = (uid: string) => nameOf(view.node(uid) ?? { uid, props: {} });
    if (impossible) {
      io.out('no change ends this path:\n');
      for (const id of impossible) {
        const edge = view.edge(id);
        if (edge) io.out(`  ${name(edge.from)} -${edge.kind}-> ${name(edge.to)}\n`);
      }
    } else if (!best) io.out('there is no path to end\n');
    for (const { aim, owner, changes, exact, price, bound } of offers) {
      const proof = exact ? 'proved the smallest' : `a smaller one may exist, from ${bound}`;
      io.out(`${aim}${owner === null ? '' : ` (${owner})`}: price ${price}, ${proof}\n`);
      for (const { say, kills, uses } of changes) {
        const users = new Set(uses.flatMap(({ by }) => by));
        const used = users.size > 0 ? `; in use by ${[...users].map(name).join(', ')}` : '';
        io.out(`  ${say} (ends ${kills.length} edges${used})\n`);
      }
    }
    if (best && left > 0) io.err(`${left} paths are left when the first of them is made\n`);
    return 0;
  },
});
