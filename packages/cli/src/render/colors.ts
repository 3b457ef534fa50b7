import picocolors from 'picocolors';

/** Colours, unless NO_COLOR is set or nobody looks. https://no-color.org */
export const colors = picocolors;
