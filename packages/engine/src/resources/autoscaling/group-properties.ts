import type { ResourceHandler } from '../../kernel/resource.ts';

const NO_ZONES_SHIFT = { inert: 'on AWS, what happens when a zone is impaired' };
const NO_NOTIFICATIONS = { inert: 'on AWS, messages about launches and terminations' };

/** What the engine makes of each property of an Auto Scaling group. */
export const groupProperties: ResourceHandler['properties'] = {
  AutoScalingGroupName: 'works',
  AvailabilityZoneDistribution: { inert: 'on AWS, what a launch does when a zone is full' },
  AvailabilityZoneIds: { refused: 'give VPCZoneIdentifier: instances launch into subnets' },
  AvailabilityZoneImpairmentPolicy: NO_ZONES_SHIFT,
  AvailabilityZones: 'works',
  CapacityRebalance: { inert: 'on AWS, replaces spot instances early; here there are none' },
  CapacityReservationSpecification: { inert: 'on AWS, reserved capacity' },
  Context: { inert: 'reserved by AWS' },
  Cooldown: 'works',
  DefaultInstanceWarmup: { inert: 'on AWS, delays metrics of new instances; here none is delayed' },
  DeletionProtection: { inert: 'on AWS, keeps the group from being deleted' },
  DesiredCapacity: 'works',
  DesiredCapacityType: { inert: 'on AWS, the unit of capacity; here it is instances' },
  HealthCheckGracePeriod: 'works',
  HealthCheckType: 'works',
  InstanceId: { refused: 'instances come from launch templates in the local engine' },
  InstanceLifecyclePolicy: { refused: 'there are no lifecycle hooks in the local engine' },
  InstanceMaintenancePolicy: {
    refused: 'instances are replaced terminate first in the local engine',
  },
  LaunchConfigurationName: { refused: 'instances come from launch templates in the local engine' },
  LaunchTemplate: 'works',
  LifecycleHookSpecificationList: { refused: 'there are no lifecycle hooks in the local engine' },
  LoadBalancerNames: { refused: 'only Application Load Balancers exist in the local engine' },
  MaxInstanceLifetime: { inert: 'on AWS, the age at which instances are replaced' },
  MaxSize: 'works',
  MetricsCollection: { inert: "on AWS, the group's own metrics" },
  MinSize: 'works',
  MixedInstancesPolicy: { refused: 'instances are of one type in the local engine' },
  NewInstancesProtectedFromScaleIn: {
    refused: 'instances cannot be protected from scale-in in the local engine',
  },
  NotificationConfiguration: NO_NOTIFICATIONS,
  NotificationConfigurations: NO_NOTIFICATIONS,
  PlacementGroup: { inert: 'on AWS, where instances are placed' },
  ServiceLinkedRoleARN: { inert: 'on AWS, the role that launches instances' },
  SkipZonalShiftValidation: NO_ZONES_SHIFT,
  Tags: 'works',
  TargetGroupARNs: 'works',
  TerminationPolicies: 'works',
  TrafficSources: 'works',
  VPCZoneIdentifier: 'works',
};
