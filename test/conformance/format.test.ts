import { describe } from 'vitest';
import { testRandomTexts } from '../format/random.ts';

describe('formatted once is formatted; the tree, the tokens and the comments stay', () => {
  testRandomTexts(Number(process.env.ARCHC_RUNS ?? 5000), Number(process.env.ARCHC_SEED ?? 21));
});
