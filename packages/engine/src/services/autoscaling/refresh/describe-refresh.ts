import type { InstanceRefresh, RefreshPreferences } from '@aws-sdk/client-auto-scaling';
import type { RefreshRecord } from '../records.ts';

export function describeRefresh(record: RefreshRecord): InstanceRefresh {
  const { desiredTemplate, rollback } = record;
  return {
    InstanceRefreshId: record.id,
    AutoScalingGroupName: record.groupName,
    Status: record.status,
    StatusReason: record.statusReason,
    StartTime: new Date(record.startMs),
    EndTime: record.endMs === undefined ? undefined : new Date(record.endMs),
    PercentageComplete: record.percentageComplete,
    InstancesToUpdate: record.instancesToUpdate,
    Preferences: preferencesOf(record),
    DesiredConfiguration: desiredTemplate && {
      LaunchTemplate: {
        LaunchTemplateId: desiredTemplate.id,
        LaunchTemplateName: desiredTemplate.name,
        Version: desiredTemplate.version,
      },
    },
    RollbackDetails: rollback && {
      RollbackReason: rollback.reason,
      RollbackStartTime: new Date(rollback.startMs),
      PercentageCompleteOnRollback: rollback.percentageComplete,
      InstancesToUpdateOnRollback: rollback.instancesToUpdate,
    },
    Strategy: 'Rolling',
  };
}

function preferencesOf(record: RefreshRecord): RefreshPreferences {
  return {
    MinHealthyPercentage: record.minHealthyPercentage,
    MaxHealthyPercentage: record.maxHealthyPercentage,
    InstanceWarmup: record.warmupSeconds,
    CheckpointPercentages: record.checkpointPercentages,
    CheckpointDelay: record.checkpointDelaySeconds,
    SkipMatching: record.skipMatching,
    AutoRollback: record.autoRollback,
    ScaleInProtectedInstances: record.scaleInProtectedInstances,
    StandbyInstances: record.standbyInstances,
    AlarmSpecification: record.alarms && { Alarms: record.alarms },
    BakeTime: record.bakeSeconds,
  };
}
