/** What is above its bound by less is the clock's error, not the site's. */
export const TOLERANCE = 1.05;
