import { changeText, type Remedy } from '../graph/whatif/remedy.ts';
import type { ReportFinding, ReportModel } from './model.ts';
import { shown } from './hostile.ts';

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const safe = (text: string) => shown(text).replace(/[&<>"']/g, (c) => entities[c] ?? c);
const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ') + ' UTC';
const shapes = { critical: '◆', high: '▲', medium: '■', low: '●' } as const;

const style = `
:root{color-scheme:light dark;--fg:#17181a;--fg2:#55585d;--line:#e2e4e7;--bg:#fff;--risk:#b3261e}
@media(prefers-color-scheme:dark){:root{--fg:#e8eaed;--fg2:#a0a4ab;--line:#2b2e33;--bg:#111316;--risk:#ff6b60}}
body{font:13px/20px system-ui,sans-serif;color:var(--fg);background:var(--bg);max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:20px;line-height:28px}h2{font-size:14px;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:13px;margin:1.25rem 0 .25rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 8px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:500;color:var(--fg2)}th,.w{white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums}td.at{min-width:16rem}p,ol{margin:.25rem 0}.quiet{color:var(--fg2)}.critical,.high{color:var(--risk)}`;

const severity = ({ severity: s }: ReportFinding) => `<span class="${s}">${shapes[s]} ${s}</span>`;

const row = (f: ReportFinding) =>
  `<tr><td class="w">${severity(f)}</td><td class="n">${Math.round(f.score)}</td><td>${safe(f.rule)} ${safe(f.title)}</td><td>${safe(f.entry)} to ${safe(f.target)}</td><td class="w">${f.state}</td><td class="at">${f.lastChange ? `${day(f.lastChange.at)}<br>${safe(f.lastChange.record)}` : ''}</td></tr>`;

const table = (title: string, findings: readonly ReportFinding[], none: string) =>
  `<h2>${title} (${findings.length})</h2>${
    findings.length === 0
      ? `<p class="quiet">${none}</p>`
      : `<table><thead><tr><th scope="col">Severity</th><th scope="col" class="n">Score</th><th scope="col">Combination</th><th scope="col">From, to</th><th scope="col">State</th><th scope="col">Last change, by record</th></tr></thead><tbody>${findings.map(row).join('')}</tbody></table>`
  }`;

function fix({ say, changes, notes }: Remedy): string {
  const told = changes.map((change) => safe(changeText(change)));
  const [only, ...more] = told;
  const list = more.length > 0 ? `<ol>${told.map((one) => `<li>${one}</li>`).join('')}</ol>` : '';
  const first = list === '' && only !== undefined ? `${only} ` : '';
  return `<p><strong>Fix:</strong> ${first}${safe(say)}</p>${list}${notes
    .map((note) => `<p class="quiet">${safe(note)}</p>`)
    .join('')}`;
}

const full = (f: ReportFinding) =>
  `<section><h3 id="${safe(f.id)}">${severity(f)} ${Math.round(f.score)} · ${safe(f.entry)} to ${safe(f.target)}</h3><p>${safe(f.rule)}: ${safe(f.title)}. ${f.legs.map(safe).join(', ')}</p><ol>${f.sentences
    .map((s) => `<li>${safe(s)}</li>`)
    .join('')}</ol>${fix(f.fix)}${
    f.unknown.length ? `<p class="quiet">Unknown: ${f.unknown.map(safe).join('; ')}</p>` : ''
  }</section>`;

/** The report as one HTML page without scripts or requests. */
export function toHtml(model: ReportModel): string {
  const sources = model.sources
    .map(
      (s) =>
        `<tr><td>${safe(s.owner)}</td><td>${day(s.lastAt)}</td><td>${s.silent ? 'silent' : 'speaks'}</td></tr>`,
    )
    .join('');
  const rules = model.rules
    .map(
      (r) =>
        `<tr><td>${safe(r.id)}</td><td>${safe(r.title)}</td><td class="n">${r.open} of ${r.of ?? 'unknown'}</td><td>${safe(r.truncated ?? '')}</td></tr>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Cutset report: ${safe(model.estate)}</title><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${style}</style></head><body>
<h1>${safe(model.headline)}</h1>
<p class="quiet">Estate ${safe(model.estate)}, as of ${day(model.at)}${model.since === null ? '; the first report' : `; changes since ${day(model.since)}`}. ${model.collected.nodes} things and ${model.collected.edges} relations collected; ${model.collected.notCollected} are referred to but not collected.</p>
${table('Opened', model.opened, 'Nothing opened.')}
${table('Reopened', model.reopened, 'Nothing reopened.')}
${table('Closed', model.closed, 'Nothing closed.')}
<h2>Highest scores, with their fix</h2>${model.top.map(full).join('') || '<p class="quiet">None is open.</p>'}
<h2>Rules</h2><table><thead><tr><th scope="col">Rule</th><th scope="col">Combination</th><th scope="col" class="n">Open, of</th><th scope="col">Bound</th></tr></thead><tbody>${rules}</tbody></table>
<h2>Sources</h2><table><thead><tr><th scope="col">Owner</th><th scope="col">Last record</th><th scope="col"></th></tr></thead><tbody>${sources}</tbody></table>
</body></html>
`;
}
