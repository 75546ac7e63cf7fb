import { readConfig } from '../config.ts';
import { fail } from '../graph/errors.ts';
import { connect, requireEstate } from '../graph/store/open.ts';
import { placeOf } from '../graph/store/settings.ts';
import { migrate, storedVersion } from '../graph/store/version.ts';
import { command } from './command.ts';

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
      const done = await migrate(store);
      if (options.json)
        io.out(`${JSON.stringify({ store: store.name, version: storedVersion, done })}\n`);
      else if (done.length === 0)
        io.out(`${store.name}: version ${storedVersion}, nothing to do\n`);
      else for (const what of done) io.out(`${store.name}: ${what}\n`);
      return 0;
    } finally {
      await store.close();
    }
  },
});
