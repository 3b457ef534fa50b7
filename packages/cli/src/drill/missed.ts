/** What `drill` ends with when an expectation or an objective was missed. */
export const MISSED_EXIT_CODE = 3;
