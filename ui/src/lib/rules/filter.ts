import { severityOrder, type Severity } from '../severity.ts';

/** What the list of rules shows; all of it is in the address. */
export interface RulesView {
  /** The rule whose details are open. */
  id: string;
  text: string;
  severity: readonly Severity[];
  /** Only those with open findings. */
  found: boolean;
}

/** The view that an address asks for; what it does not know is left out. */
export const parseRules = (search: Pick<URLSearchParams, 'get' | 'getAll'>): RulesView => ({
  id: search.get('id') ?? '',
  text: search.get('text') ?? '',
  severity: severityOrder.filter((one) => search.getAll('severity').includes(one)),
  found: search.get('found') === 'yes',
});

/** The address of a view; what is as usual is left out. */
export function formatRules({ id, text, severity, found }: RulesView): string {
  const search = new URLSearchParams();
  if (id !== '') search.set('id', id);
  if (text !== '') search.set('text', text);
  for (const one of severity) search.append('severity', one);
  if (found) search.set('found', 'yes');
  const said = search.toString();
  return said === '' ? '/rules' : `/rules?${said}`;
}

interface Listed {
  id: string;
  title: string;
  severity: Severity;
  legs: readonly string[];
  openFindings: number;
}

/** Rules that a view means: each word of the text is somewhere in its id, title or legs. */
export function meant<R extends Listed>(rules: readonly R[], view: RulesView): R[] {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter((rule) => {
    const said = [rule.id, rule.title, ...rule.legs].join(' ').toLowerCase();
    return (
      words.every((word) => said.includes(word)) &&
      (view.severity.length === 0 || view.severity.includes(rule.severity)) &&
      (!view.found || rule.openFindings > 0)
    );
  });
}
