import { z } from 'zod';
import { one } from './call.ts';

/** Fields of a line of comma-separated values (RFC 4180). */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

/** The CLI gives the report as base64; some collectors keep it decoded. */
const textOf = (content: string) =>
  content.startsWith('user,') ? content : Buffer.from(content, 'base64').toString('utf8');

function rowsOf(content: string): Map<string, string>[] {
  const [head = '', ...lines] = textOf(content).split(/\r?\n/).filter(Boolean);
  const names = fieldsOf(head);
  return lines.map((line) => {
    const values = fieldsOf(line);
    return new Map(names.map((name, index) => [name, values[index] ?? '']));
  });
}

/** `N/A`, `no_information` and `not_supported` tell nothing. */
const dateOf = (text = '') => (/^\d{4}-/.test(text) ? text : undefined);
const flagOf = (text = '') =>
  /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;

const latest = (...dates: (string | undefined)[]) =>
  dates
    .map(dateOf)
    .filter((date) => date !== undefined)
    .sort()
    .at(-1);

/**
 * `iam get-credential-report`: password, MFA and last use of each user, and the access keys of the
 * root user, which no other call lists (IAM User Guide, "Get credential reports").
 */
export const credentialReport = one({
  sign: ['Content', 'ReportFormat', 'GeneratedTime'],
  permissions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  first: 'generate-credential-report',
  global: true,
  answer: z.looseObject({ Content: z.string() }),
  map({ Content }, answer) {
    for (const row of rowsOf(Content)) {
      const arn = row.get('arn') ?? '';
      if (!arn.startsWith('arn:')) {
        answer.unresolved('line of an IAM credential report');
        continue;
      }
      const claim = answer.claim(arn);
      const props = {
        mfa: flagOf(row.get('mfa_active')),
        hasPassword: flagOf(row.get('password_enabled')),
        lastUsed: latest(
          row.get('password_last_used'),
          row.get('access_key_1_last_used_date'),
          row.get('access_key_2_last_used_date'),
        ),
      };
      if (!arn.endsWith(':root')) {
        claim.add('Identity', arn, props);
        continue;
      }
      const root = answer.own(claim, 'Identity', arn, { name: 'root', subtype: 'root', ...props });
      for (const key of ['access_key_1', 'access_key_2']) {
        if (flagOf(row.get(`${key}_active`)) !== true) continue;
        const credential = answer.own(claim, 'Credential', `cred:${arn}#${key}`, {
          name: `${key.replaceAll('_', ' ')} of root`,
          type: 'aws-access-key',
          active: true,
          created: dateOf(row.get(`${key}_last_rotated`)),
          lastUsed: dateOf(row.get(`${key}_last_used_date`)),
        });
        claim.edge('AUTHENTICATES', credential, root);
      }
    }
  },
});
