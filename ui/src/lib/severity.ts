/** Word, shape and tone of a severity: never colour alone (WCAG 2.2, 1.4.1). */
export const severityLook = {
  critical: { word: 'Critical', tone: 'crit', shape: 'M5 0 10 5 5 10 0 5z' },
  high: { word: 'High', tone: 'high', shape: 'M5 .5 10 9.5H0z' },
  medium: {
    word: 'Medium',
    tone: 'med_',
    shape: 'M2 1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1z',
  },
  low: { word: 'Low', tone: 'low', shape: 'M1.5 5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0' },
} as const;

export type Severity = keyof typeof severityLook;

export const severityOrder = Object.keys(severityLook) as Severity[];

/** Word, line and tone of what a claim came to. Unknown is never green. */
export const resultLook = {
  refuted: { word: 'Refuted', tone: 'crit', line: 'M1.5 1.5l7 7m0-7-7 7', dashed: false },
  unknown: {
    word: 'Unknown',
    tone: 'unk',
    line: 'M1.2 5a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0 -7.6 0',
    dashed: true,
  },
  proved: { word: 'Proved', tone: 'ok', line: 'M.8 5.3 3.7 8.2 9.2 2', dashed: false },
} as const;

export type Result = keyof typeof resultLook;

/** Tone of a path state; plain where nobody was seen on it. */
export const stateTone: Record<string, string> = {
  exercised: 'high',
  active: 'crit',
  validated: 'crit',
};
