import { expect, it } from 'vitest';
import { toReplication } from './to-replication.ts';

it('calls ids and tags what the API calls them, and leaves the rest', () => {
  const tag = { Key: 'site', Value: 'ticketing' };
  const rest = {
    Status: 'Enabled',
    Priority: 1,
    DeleteMarkerReplication: { Status: 'Enabled' },
    SourceSelectionCriteria: { ReplicaModifications: { Status: 'Enabled' } },
    Destination: {
      Bucket: 'arn:aws:s3:::standby',
      ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
    },
  };
  const Rules = [
    { ...rest, Id: 'of-tag', Filter: { TagFilter: tag } },
    { ...rest, Id: 'of-both', Filter: { And: { Prefix: 'a/', TagFilters: [tag] } } },
    { Status: 'Disabled', Prefix: 'first-schema/', Destination: rest.Destination },
  ];
  expect(toReplication({ Role: 'role', Rules })).toEqual({
    Role: 'role',
    Rules: [
      { ...rest, ID: 'of-tag', Filter: { Tag: tag } },
      { ...rest, ID: 'of-both', Filter: { And: { Prefix: 'a/', Tags: [tag] } } },
      { Status: 'Disabled', Prefix: 'first-schema/', Destination: rest.Destination },
    ],
  });
});
