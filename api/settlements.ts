import { Repeater, SlidingBuffer } from 'graphql-yoga';
import type { Settled } from '../graph/estate.ts';
import type { Served } from './context.ts';

/** Changes that are kept for a client that reads slowly; the oldest make way. */
const kept = 64;

/** What settling changed, each time; stops listening when the client stops. */
export const settlements = (estate: Pick<Served, 'onSettled'>): AsyncIterable<Settled> =>
  new Repeater<Settled>(async (push, stop) => {
    const off = estate.onSettled((settled) => void push(settled));
    await stop;
    off();
  }, new SlidingBuffer(kept));
