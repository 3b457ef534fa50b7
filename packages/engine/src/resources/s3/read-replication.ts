import type {
  ReplicationConfiguration,
  ReplicationRule,
  ReplicationRuleFilter,
  StorageClass,
  Tag,
} from '@aws-sdk/client-s3';
import type { PropertyReader } from '../reader.ts';

type OnOff = 'Enabled' | 'Disabled';

/** CloudFormation's ReplicationConfiguration in the API's shape. */
export function readReplication(reader: PropertyReader): ReplicationConfiguration {
  return {
    Role: reader.requiredText('Role'),
    Rules: (reader.objects('Rules') ?? []).map(readRule),
  };
}

function readRule(reader: PropertyReader): ReplicationRule {
  const filter = reader.object('Filter');
  const deleteMarkers = reader.object('DeleteMarkerReplication');
  const selection = reader.object('SourceSelectionCriteria');
  const modifications = selection?.object('ReplicaModifications');
  const encrypted = selection?.object('SseKmsEncryptedObjects');
  return {
    ID: reader.text('Id'),
    Priority: reader.number('Priority'),
    Prefix: reader.text('Prefix'),
    Filter: filter === undefined ? undefined : readFilter(filter),
    Status: reader.requiredText('Status') as OnOff,
    DeleteMarkerReplication:
      deleteMarkers === undefined ? undefined : { Status: deleteMarkers.text('Status') as OnOff },
    SourceSelectionCriteria:
      selection === undefined
        ? undefined
        : {
            ReplicaModifications: modifications && {
              Status: modifications.requiredText('Status') as OnOff,
            },
            SseKmsEncryptedObjects: encrypted && {
              Status: encrypted.requiredText('Status') as OnOff,
            },
          },
    Destination: readDestination(reader.object('Destination')),
  };
}

function readDestination(reader: PropertyReader | undefined): ReplicationRule['Destination'] {
  const metrics = reader?.object('Metrics');
  const time = reader?.object('ReplicationTime');
  const threshold = metrics?.object('EventThreshold')?.number('Minutes');
  const translation = reader?.object('AccessControlTranslation');
  const encryption = reader?.object('EncryptionConfiguration');
  return {
    Bucket: reader?.requiredText('Bucket'),
    Account: reader?.text('Account'),
    StorageClass: reader?.text('StorageClass') as StorageClass | undefined,
    AccessControlTranslation: translation && { Owner: 'Destination' },
    EncryptionConfiguration: encryption && { ReplicaKmsKeyID: encryption.text('ReplicaKmsKeyID') },
    Metrics: metrics && {
      Status: metrics.requiredText('Status') as OnOff,
      EventThreshold: threshold === undefined ? undefined : { Minutes: threshold },
    },
    ReplicationTime: time && {
      Status: time.requiredText('Status') as OnOff,
      Time: { Minutes: time.object('Time')?.number('Minutes') },
    },
  };
}

/** CloudFormation says TagFilter(s) where the API says Tag(s). */
function readFilter(reader: PropertyReader): ReplicationRuleFilter {
  const and = reader.object('And');
  const tag = reader.object('TagFilter');
  return {
    Prefix: reader.text('Prefix'),
    Tag: tag === undefined ? undefined : readTag(tag),
    And:
      and === undefined
        ? undefined
        : { Prefix: and.text('Prefix'), Tags: (and.objects('TagFilters') ?? []).map(readTag) },
  };
}

function readTag(reader: PropertyReader): Tag {
  return { Key: reader.requiredText('Key'), Value: reader.text('Value') ?? '' };
}
