import { describeDeletions } from '../parser/deletions.ts';

describeDeletions(1);
