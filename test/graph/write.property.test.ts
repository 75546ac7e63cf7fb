import { test } from 'vitest';
import { openEmbedded } from '../../graph/store/embedded.ts';
import { graphIsOfTheSet } from './set-of-claims.ts';

test('the graph is a function of the set of claims: order, repetition and batching do not matter', () =>
  graphIsOfTheSet(openEmbedded, 150));
