/** Processes by the names that `status` lists them by; the others are regions. */
export const SUPERVISOR = 'supervisor';
export const CONTROL_PLANE = 'control-plane';
export const GLOBAL = 'global';
