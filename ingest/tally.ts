/** What became of records. */
export type Outcome = 'accepted' | 'refused';

const records = new Map<string, Record<Outcome, number>>();
const counts = { claims: 0, unresolved: 0 };

/** What this process took in since its start, for metrics. Names are those of sources: few. */
export const tally = {
  /** `source` is undefined where none reads the record. */
  record(source: string | undefined, outcome: Outcome) {
    const name = source ?? 'none';
    const of = records.get(name) ?? { accepted: 0, refused: 0 };
    of[outcome] += 1;
    records.set(name, of);
  },
  /** Claims that were written; states that were known already are not. */
  claims(written: number) {
    counts.claims += written;
  },
  unresolved(more: number) {
    counts.unresolved += more;
  },
  read: (): { records: ReadonlyMap<string, Readonly<Record<Outcome, number>>> } & Readonly<
    typeof counts
  > => ({ records, ...counts }),
};
