import { describeDeletions } from './deletions.ts';

describeDeletions(7);
