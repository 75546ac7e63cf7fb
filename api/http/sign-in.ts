import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Caller } from '../context.ts';
import { bearerOf } from './bearer.ts';

const secret = () => randomBytes(32).toString('base64url');
const digest = (text: string) => createHash('sha256').update(text).digest();

/** Sessions that are kept; the oldest make way. */
const most = 64;

/** Cookies of a request by name; the first of a name counts. */
function cookieOf({ headers }: IncomingMessage, name: string): string | null {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value !== undefined) return value;
  }
  return null;
}

/**
 * Who may ask. A link that works once becomes a session of the browser that opened it; programs of
 * the same user hold a token. Only digests are kept, and nothing outlives the process.
 */
export class SignIn {
  /** For programs, as `Authorization: Bearer`. */
  readonly token = secret();
  readonly #bearer = digest(this.token);
  readonly #sessions = new Set<string>();
  readonly #onUsed: () => void;
  #link = secret();

  /** `onUsed` is called when the link was used, so that the next one can be shown. */
  constructor(onUsed: () => void = () => undefined) {
    this.#onUsed = onUsed;
  }

  /** What the next link carries as `token`. */
  get link(): string {
    return this.#link;
  }

  /** The session that a link stands for, or null; the link is used up. */
  exchange(link: string): string | null {
    if (!timingSafeEqual(digest(link), digest(this.#link))) return null;
    const session = secret();
    this.#sessions.add(digest(session).toString('base64url'));
    const [oldest] = this.#sessions;
    if (this.#sessions.size > most && oldest !== undefined) this.#sessions.delete(oldest);
    this.#link = secret();
    this.#onUsed();
    return session;
  }

  /** Who sent a request; null = nobody known. */
  caller(request: IncomingMessage, cookie: string): Caller | null {
    const bearer = bearerOf(request);
    if (bearer !== undefined) return timingSafeEqual(digest(bearer), this.#bearer) ? 'token' : null;
    const session = cookieOf(request, cookie);
    if (session === null) return null;
    return this.#sessions.has(digest(session).toString('base64url')) ? 'session' : null;
  }
}
