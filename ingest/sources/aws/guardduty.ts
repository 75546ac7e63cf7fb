import { z } from 'zod';
import { parse } from '../../source.ts';
import { list, one } from './call.ts';
import { addGuardDutySignal, guardDutyFinding } from './guardduty-signal.ts';
import { awsService } from './service.ts';

/** The same with keys that begin with small letters, as exports write them. */
function exported(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(exported);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      exported(inner),
    ]),
  );
}

const ids = (key: string) => z.looseObject({ [key]: z.array(z.string()) });

export default awsService('guardduty', 'Amazon GuardDuty findings, as its interface answers', {
  // Ids say nothing by themselves: they tell the collection what to ask for.
  'list-detectors': one({
    sign: ['DetectorIds'],
    answer: ids('DetectorIds'),
    map: () => undefined,
  }),
  'list-findings': one({
    sign: ['FindingIds'],
    each: { operation: 'list-detectors', query: 'DetectorIds[]', option: '--detector-id' },
    answer: ids('FindingIds'),
    map: () => undefined,
  }),
  'get-findings': list({
    sign: ['Findings.0.Service', 'Findings.0.Resource'],
    each: {
      operation: 'list-findings',
      query: 'FindingIds[]',
      option: '--finding-ids',
      within: true,
    },
    items: 'Findings',
    item: z.looseObject({ Id: z.string(), Arn: z.string(), Type: z.string() }),
    id: (item) => item.Arn,
    map(item, _claim, answer) {
      const finding = parse(guardDutyFinding, exported(item), `finding ${item.Id}`);
      const why = addGuardDutySignal(finding, answer.seen.bind(answer));
      if (why !== null) answer.unresolved(why);
    },
  }),
});
