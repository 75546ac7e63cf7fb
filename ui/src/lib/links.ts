/** Addresses of views: every view can be shared by its address. */

/** The page of an entity, on one of its views. */
export const entityLink = (uid: string, view?: string): string =>
  `/entity?${new URLSearchParams({ uid, ...(view && { view }) })}`;

export const ruleLink = (id: string): string => `/rules?${new URLSearchParams({ id })}`;

/** The list of findings over an entity or an edge. */
export const findingsOverLink = (over: string): string => `/paths?${new URLSearchParams({ over })}`;

/** The explorer on a question. */
export const explorerLink = (ends: { from: string; to: string }): string =>
  `/explorer?${new URLSearchParams(ends)}`;

/** The explorer on a finding. */
export const findingLink = (id: string): string =>
  `/explorer?${new URLSearchParams({ finding: id })}`;
