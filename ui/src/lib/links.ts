/** Addresses of views: every view can be shared by its address. */

export const entityLink = (uid: string): string => `/entity?${new URLSearchParams({ uid })}`;

export const ruleLink = (id: string): string => `/rules/${encodeURIComponent(id)}`;

/** The explorer on a question. */
export const explorerLink = (ends: { from: string; to: string }): string =>
  `/explorer?${new URLSearchParams(ends)}`;

/** The explorer on a finding, or on one edge of its path. */
export const findingLink = (id: string, sel?: string): string =>
  `/explorer?${new URLSearchParams({ finding: id, ...(sel && { sel }) })}`;
