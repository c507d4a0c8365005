/** The longest line of the one style. */
export const LINE_WIDTH = 110;
