import type { JsonObject, Migration } from '@understudy/contract';
import { changeRecords } from './change-records.ts';

export const routingIsAUnion: Migration = {
  what: 'which optional member a record set had said what its routing was',
  run: (database) =>
    changeRecords(database, 'route53/record-sets', (recordSet) => {
      if ('routing' in recordSet) return recordSet;
      const { failover, weight, multiValueAnswer, ...rest } = recordSet;
      return { ...rest, routing: routingOf({ failover, weight, multiValueAnswer }) };
    }),
};

function routingOf({ failover, weight, multiValueAnswer }: JsonObject): JsonObject {
  if (failover !== undefined) return { kind: 'failover', role: failover };
  if (weight !== undefined) return { kind: 'weighted', weight };
  return { kind: multiValueAnswer === true ? 'multivalue' : 'simple' };
}
