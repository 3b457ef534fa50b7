import type { Migration } from '@understudy/contract';
import { records } from './0001-records.ts';
import { recordSetsAreRows } from './0002-record-sets-are-rows.ts';
import { routingIsAUnion } from './0003-routing-is-a-union.ts';
import { nothingIsMendedWhenRead } from './0004-nothing-is-mended-when-read.ts';

/**
 * What has led to the state as this version has it, in order: the first makes version 1 of a new
 * file. One is never changed once it was released; how another one is made is in CONTRIBUTING.md.
 */
export const MIGRATIONS: readonly Migration[] = [
  records,
  recordSetsAreRows,
  routingIsAUnion,
  nothingIsMendedWhenRead,
];
