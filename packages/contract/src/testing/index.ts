export * from './raw-upload.ts';
export * from './seeded-random.ts';
export * from './until.ts';
export * from './virtual-clock.ts';
