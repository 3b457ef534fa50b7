export * from './seeded-random.ts';
export * from './until.ts';
export * from './virtual-clock.ts';
