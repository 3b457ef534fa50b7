import { type HostedZone, type RecordPatch, recordSetKey } from '@understudy/contract';

/** The hosted zones of a document as its patches leave them. */
export function mergePatches(
  zones: readonly HostedZone[],
  patches: readonly RecordPatch[],
): HostedZone[] {
  const byZone = Map.groupBy(
    patches.flatMap((patch) => patch.zones),
    ({ zoneId }) => zoneId,
  );
  return zones.map((zone) => {
    const changes = byZone.get(zone.id);
    if (changes === undefined) return zone;
    const records = new Map(zone.records.map((record) => [recordSetKey(record), record]));
    for (const { removed, put } of changes) {
      for (const gone of removed) records.delete(recordSetKey(gone));
      for (const record of put) records.set(recordSetKey(record), record);
    }
    return { ...zone, records: [...records.values()] };
  });
}
