import { randomBytes } from 'node:crypto';
import type { Migration } from '@understudy/contract';
import { changeRecords } from './change-records.ts';

const TOKEN_BYTES = 24;

export const nothingIsMendedWhenRead: Migration = {
  what: 'the identity might lack the token of the endpoint, a hosted zone the count of its changes',
  run: (database) => {
    changeRecords(database, 'runtime/identity', (identity) => ({
      endpointToken: randomBytes(TOKEN_BYTES).toString('base64url'),
      ...identity,
    }));
    changeRecords(database, 'route53/hosted-zones', (zone) => ({ recordsRevision: 0, ...zone }));
  },
};
