export const FAULT_MODES = ['crash', 'hang', 'blackhole'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];
