import { turnedBetween, type Settled } from '../settled.ts';
import type { View } from '../view.ts';
import type { Finding } from './finding.ts';
import { storedFindings } from './stored.ts';

const byId = (findings: readonly Finding[]) =>
  new Map(findings.map((finding) => [finding.id, finding]));

/** Findings, open and closed, as a process holds them. */
export class HeldFindings {
  #all: ReadonlyMap<string, Finding> = new Map();
  /** Version of the findings in the view that were read. */
  #version = -1;

  get all(): ReadonlyMap<string, Finding> {
    return this.#all;
  }

  /** Findings as a view holds them, where others put them there; and what turned. */
  read(view: View): Pick<Settled, 'opened' | 'closed'> {
    if (this.#version === view.version('Finding')) return { opened: [], closed: [] };
    const before = this.#all;
    this.#all = byId(storedFindings(view));
    this.#version = view.version('Finding');
    return turnedBetween(before, this.#all);
  }

  /** Those found just now; the view holds them as they were written. */
  put(all: readonly Finding[], view: View): void {
    this.#version = view.version('Finding');
    this.#all = byId(all);
  }
}
