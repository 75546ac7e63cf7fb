import { readConfig } from '../config.ts';
import { fail } from '../graph/errors.ts';
import { connect, requireEstate } from '../graph/store/open.ts';
import { placeOf } from '../graph/store/settings.ts';
import { migrate, storedVersion } from '../graph/store/version.ts';
import { command, type Io } from './command.ts';

/** Milliseconds between lines of what takes long, for a log. */
const pause = 10_000;

/** Tells each thing where it replaces the last one, and now and then where lines stay. */
function sparing(io: Io, name: string): (what: string) => void {
  let told = performance.now();
  return (what) => {
    io.progress(`${name}: ${what}`);
    if (performance.now() - told < pause) return;
    told = performance.now();
    io.err(`${name}: ${what}\n`);
  };
}

export default command({
  name: 'migrate',
  summary: 'Bring the store of an estate to the version of this Cutset: constraints and indexes',
  usage: '',
  local: true,
  options: {
    create: { type: 'boolean', doc: 'make the database that the URL names, where it is missing' },
  },
  async run({ options, io }) {
    const config = readConfig();
    const place = placeOf(options.estate ?? config.CUTSET_ESTATE, config);
    if (options.create) {
      if (!place.server) fail('USAGE', '--create: the estate is a folder, not a database');
      const { createDatabase } = await import('../graph/store/neo4j.ts');
      await createDatabase(place.server);
    }
    requireEstate(place);
    const store = await connect(place);
    try {
      const done = await migrate(store, sparing(io, store.name));
      if (options.json)
        io.out(`${JSON.stringify({ store: store.name, version: storedVersion, done })}\n`);
      else if (done.length === 0)
        io.out(`${store.name}: version ${storedVersion}, nothing to do\n`);
      else
        for (const { version, say, seconds } of done)
          io.out(`${store.name}: version ${version}: ${say}, in ${seconds.toFixed(1)} s\n`);
      return 0;
    } finally {
      await store.close();
    }
  },
});
