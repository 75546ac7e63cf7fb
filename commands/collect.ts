import { fail } from '../graph/errors.ts';
import { collectPolicy, collectScript } from '../ingest/collect-script.ts';
import { sources } from '../ingest/registry.ts';
import { command } from './command.ts';

export default command({
  name: 'collect',
  summary: 'Print the script of read-only calls that fills a folder for ingest',
  usage: 'aws',
  local: true,
  options: {
    policy: { type: 'boolean', doc: 'print the least IAM policy for the script instead' },
  },
  run({ args, options, io }) {
    if (args.join(' ') !== 'aws')
      fail('USAGE', `${['cutset collect', ...args].join(' ')}: expected \`collect aws\``);
    const calls = sources.filter(({ name }) => name.startsWith('aws.')).flatMap((s) => s.calls);
    const script = collectScript(calls);
    const policy = collectPolicy(calls);
    if (options.json) io.out(`${JSON.stringify({ script, policy })}\n`);
    else io.out(options.policy ? `${JSON.stringify(policy, null, 2)}\n` : script);
    return 0;
  },
});
