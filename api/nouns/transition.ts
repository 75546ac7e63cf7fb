import type { Finding, Transition } from '../../graph/findings/finding.ts';
import { builder } from '../builder.ts';
import { FindingType } from '../refs.ts';

const Turn = builder.enumType('Turn', {
  description: 'What happened to a finding.',
  values: ['opened', 'closed', 'reopened'] as const,
});

export const TransitionType = builder.objectRef<Transition>('Transition').implement({
  description: 'A turn in the life of a finding, and the record behind it.',
  fields: (t) => ({
    turn: t.field({ type: Turn, resolve: ({ status }) => status }),
    at: t.expose('at', { type: 'DateTime', description: 'When, at the source.' }),
    record: t.exposeString('record'),
    source: t.exposeString('source'),
    actor: t.string({
      nullable: true,
      description: 'Who caused it, where the record says so.',
      resolve: ({ actor }) => actor ?? null,
    }),
    say: t.exposeString('say', { description: 'What changed.' }),
  }),
});

/** A turn with the finding that it belongs to. */
export interface Turned {
  finding: Finding;
  transition: Transition;
}

export const ChangeType = builder.objectRef<Turned>('Change').implement({
  description: 'What happened to which finding.',
  fields: (t) => ({
    finding: t.expose('finding', { type: FindingType }),
    transition: t.expose('transition', { type: TransitionType }),
  }),
});
