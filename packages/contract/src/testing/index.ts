export * from './raw-upload.ts';
export * from '../clock/seeded-random.ts';
export * from './until.ts';
export * from './virtual-clock.ts';
