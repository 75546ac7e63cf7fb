import type { Estate } from '../graph/estate.ts';
import type { Io } from './command.ts';

/** Real records replace the demo. */
export async function leaveDemo(estate: Estate, io: Io): Promise<void> {
  if (estate.demo !== 'loaded') return;
  io.err('this estate was the demo; it starts empty now\n');
  await estate.clear();
}
