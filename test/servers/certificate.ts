import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate for this machine that signs itself, and its key; null where no openssl makes one. */
export function certify(folder: string): { certificate: string; key: string } | null {
  mkdirSync(folder, { recursive: true });
  const certificate = join(folder, 'public.crt');
  const key = join(folder, 'private.key');
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        key,
        ...names,
        '-out',
        certificate,
      ],
      { stdio: 'ignore' },
    );
    return { certificate, key };
  } catch {
    return null;
  }
}
