import type { Logger } from 'pino';
import type { Estate } from '../graph/estate.ts';
import type { Searches } from '../graph/projection/projection.ts';
import type { Store } from '../graph/store/store.ts';
import type { SourceState } from './source-state.ts';

/** What the API reads of an estate. */
export type Served = Pick<
  Estate,
  | 'view'
  | 'imagine'
  | 'rules'
  | 'findings'
  | 'populations'
  | 'settledAt'
  | 'lags'
  | 'role'
  | 'demo'
  | 'folder'
  | 'freshness'
  | 'onSettled'
  | 'watch'
> & { readonly store: Pick<Store, 'read' | 'silence'>; readonly projection: Searches };

/** Who asks: the browser that holds the session, or a program that holds the token. */
export type Caller = 'session' | 'token';

/** What every resolver is given. */
export interface Context {
  estate: Served;
  /** Null where nobody is signed in: nothing is answered then. */
  caller: Caller | null;
  /** Who asked for what. */
  audit: Logger;
  /** Now, in milliseconds since 1970: ages are as of then. */
  now: number;
  /** Freshness of everything collected; asked of the store once a request. */
  sources: () => Promise<readonly SourceState[]>;
  /** Makes an empty estate of the one that holds the demo. */
  leaveDemo: () => Promise<void>;
}
