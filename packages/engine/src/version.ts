/** The engine's version, the same as its package's; a test compares them. */
export const VERSION = '0.1.0';
