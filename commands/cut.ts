import type { Offer } from '../graph/cuts/offers.ts';
import { notesOf, sayCut, useOf } from '../graph/whatif/remedy.ts';
import { fail } from '../graph/errors.ts';
import type { Estate } from '../graph/estate.ts';
import { sentencesOf } from '../graph/findings/narrate.ts';
import { endsFrom, endsTo } from '../graph/projection/ends.ts';
import { closingBetween, closingOf, type Closing } from '../graph/whatif/closing.ts';
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

/** What ends what is meant; throws USAGE where it is not said, NOT_FOUND for an unknown finding. */
function closing(
  estate: Estate,
  { from, to, finding }: Ends,
  options: { timeout: number; at: number },
): Promise<Closing> {
  const { view, findings } = estate;
  if (finding !== undefined && from === undefined && to === undefined) {
    const meant = finding.map((id) => findings.get(id) ?? fail('NOT_FOUND', `no finding "${id}"`));
    const posture = meant.find(({ path }) => path === null);
    if (posture)
      fail('USAGE', `finding ${posture.id} is about posture and has no path: ${posture.fix.say}`);
    return closingOf(estate, meant, options);
  }
  if (from === undefined || to === undefined || finding !== undefined)
    return fail('USAGE', 'cutset cut: name both ends by --from and --to, or findings by --finding');
  return closingBetween(estate, { from: endsFrom(view, from), to: endsTo(view, to) }, options);
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
    const found = await closing(estate, options, { timeout, at });
    const { offers, impossible, left } = found;
    const [best, ...others] = offers;
    if (options.json) {
      const chosen = best ? offerJson(best) : { changes: [], price: 0, bound: 0, exact: true };
      const alternatives = others.map((offer) => ({
        aim: offer.aim,
        owner: offer.owner,
        ...offerJson(offer),
      }));
      io.out(
        `${JSON.stringify({ ...chosen, left, impossible, notes: notesOf(found), alternatives })}\n`,
      );
      return 0;
    }
    const { view } = estate;
    if (impossible) {
      io.out('no change ends this path:\n');
      for (const say of sentencesOf(view, impossible)) io.out(`  ${say}\n`);
    } else if (!best) io.out('there is no path to end\n');
    for (const offer of offers) {
      const owner = offer.owner === null ? '' : ` (${offer.owner})`;
      io.out(`${offer.aim}${owner}: ${sayCut(offer)}\n`);
      for (const change of offer.changes) {
        const use = useOf(view, change);
        const ends = `ends ${change.kills.length} edges${use === null ? '' : `; ${use}`}`;
        io.out(`  ${change.say} (${ends})\n`);
      }
      if (offer === best) for (const note of notesOf(found)) io.out(`  ${note}\n`);
    }
    return 0;
  },
});
