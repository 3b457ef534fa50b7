import type { Migration } from '@understudy/contract';
import { objects } from './0001-objects.ts';
import { tasksHaveTimes } from './0002-tasks-have-times.ts';

/**
 * What leads from each version of a store's file to the next; a new file takes all of them. One is
 * never changed once it was released; how another one is made is in CONTRIBUTING.md.
 */
export const MIGRATIONS: readonly Migration[] = [objects, tasksHaveTimes];
