import fc from 'fast-check';

// One seed for all runs, so that a change is judged by its own merits; CUTSET_SEED looks elsewhere.
fc.configureGlobal({ seed: Number(process.env['CUTSET_SEED'] ?? 20261127) });
