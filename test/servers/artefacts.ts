import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const cache = () => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cutset');

const dependency = (coordinates: string) => {
  const [group, artefact, version] = coordinates.split(':');
  return `<dependency><groupId>${group}</groupId><artifactId>${artefact}</artifactId><version>${version}</version></dependency>`;
};

const pom = (artefacts: readonly string[]) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>cutset</groupId><artifactId>test-server</artifactId><version>1</version>
<dependencies>${artefacts.map(dependency).join('')}</dependencies></project>`;

/** Whether servers can run as plain JVM processes here: null, or what is missing. */
export async function missingForJvm(): Promise<string | null> {
  for (const [program, flag] of [
    ['java', '-version'],
    ['mvn', '-v'],
  ] as const)
    try {
      await run(program, [flag]);
    } catch {
      return `no ${program} on this machine`;
    }
  return null;
}

/**
 * Folder with the jars of Maven artefacts (`group:artefact:version`) and all that they need, fetched
 * once a machine.
 */
export async function jarsOf(name: string, artefacts: readonly string[]): Promise<string> {
  const folder = join(cache(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(cache(), { recursive: true });
  const part = mkdtempSync(join(cache(), `${name}-`));
  writeFileSync(join(part, 'pom.xml'), pom(artefacts));
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const options = ['-DincludeScope=runtime', `-DoutputDirectory=${join(part, 'lib')}`];
  await run('mvn', ['-B', '-ntp', '-q', '-f', part, goal, ...options]);
  try {
    renameSync(join(part, 'lib'), folder);
  } catch (error) {
    // Another process may have fetched the same meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
