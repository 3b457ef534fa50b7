import { isJsonObject, type JsonObject, type Migration } from '@understudy/contract';
import { changeRecords } from './change-records.ts';

export const recordSetsAreRows: Migration = {
  what: 'a hosted zone had its record sets in itself',
  run: (database) =>
    changeRecords(database, 'route53/hosted-zones', (zone, key, put) => {
      const { records, ...rest } = zone;
      if (!Array.isArray(records)) return zone;
      const recordSets = records.filter(isJsonObject);
      for (const recordSet of recordSets)
        put('route53/record-sets', `${key}/${recordSetKey(recordSet)}`, recordSet);
      return { ...rest, recordCount: recordSets.length };
    }),
};

/** In the order in which they are listed: reversed labels, type, set identifier. */
function recordSetKey({ name, type, setIdentifier = '' }: JsonObject): string {
  const labels = String(name).replaceAll('*', '\\052').slice(0, -1).split('.');
  return `${labels.toReversed().join('.')}.\n${String(type)}\n${String(setIdentifier)}`;
}
