/**
 * Likelihoods as whole numbers, so that sums are exact and equal likelihoods tie: the high part of
 * a cost is -log2 of the probability in steps of 2^-32, the low part counts hops. Smaller is
 * better: more likely, then fewer hops. A path of 64 hops stays below 2^53.
 */
const hopUnit = 128;
const logUnit = 2 ** 32;

/** Probabilities below rank as this one. */
const least = 1e-30;

/** Most hops that a search may take: costs stay exact up to here. */
export const mostHops = 64;

/** Cost of one hop; Infinity where it cannot succeed or its probability is not a number. */
export const costOf = (probability: number): number =>
  probability > 0
    ? Math.round(-Math.log2(Math.min(Math.max(probability, least), 1)) * logUnit) * hopUnit + 1
    : Infinity;

/** The part of a cost that is likelihood alone. */
export const likelihoodPart = (cost: number): number => Math.floor(cost / hopUnit);

/** What costs less than this is likelier than a probability. */
export const costsOfMoreThan = (probability: number): number =>
  likelihoodPart(costOf(probability)) * hopUnit;

/** The likelihood that a cost stands for, to so many digits as its steps tell; 0 for Infinity. */
export const likelihoodOf = (cost: number): number =>
  Number((2 ** -(likelihoodPart(cost) / logUnit)).toPrecision(8));

/** A first step by which a search looks beyond what it has; it doubles from there. */
export const smallestStep = hopUnit * 2 ** 26;
