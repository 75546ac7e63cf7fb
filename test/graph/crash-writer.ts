import type { Claim } from '../../graph/claim.ts';
import { readConfig } from '../../config.ts';
import { connect } from '../../graph/store/open.ts';
import { placeOf } from '../../graph/store/settings.ts';
import { write } from '../../graph/write.ts';

// Writes batches without end, and says each number once the batch is acknowledged.
const [estate = '', from] = process.argv.slice(2);
const store = await connect(placeOf(estate, readConfig()));
for (let batch = Number(from); ; batch++) {
  const claims = Array.from({ length: 20 }, (_, item): Claim => {
    const uid = `store:${batch}-${item}`;
    const role = { kind: 'Identity' as const, uid: `role:${item}` };
    const node = { kind: 'DataStore' as const, uid };
    return {
      owner: 'aws:1/s3',
      subject: uid,
      at: 1,
      mode: 'state',
      nodes: [{ ...node, props: { name: uid }, defines: true }],
      edges: [{ kind: 'CAN_READ', from: role, to: node, props: {} }],
      evidence: { source: 'test', record: uid },
    };
  });
  await write(store, claims);
  process.stdout.write(`${batch}\n`);
}
