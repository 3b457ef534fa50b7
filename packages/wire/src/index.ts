export * from './aws-error.ts';
export type * from './types.ts';
