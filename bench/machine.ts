import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';

const manifest = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as Record<'version', string> & Record<'dependencies', Record<string, string>>;

/** What figures were measured on. */
export const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memory: totalmem(),
  arch: arch(),
  platform: platform(),
  node: process.version,
  packages: {
    cutset: manifest.version,
    '@grafeo-db/js': manifest.dependencies['@grafeo-db/js'] ?? 'unknown',
  },
};
