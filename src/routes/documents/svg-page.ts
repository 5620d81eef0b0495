/** A4 upright, in millimetres. */
export const PAGE = { width: 210, height: 297 };
export const MARGIN = 10;
export const HEADER = 27;
export const LEGEND = 15;
