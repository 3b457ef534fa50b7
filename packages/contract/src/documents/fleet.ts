import { z } from 'zod';

export const imageSchema = z.object({
  imageId: z.string(),
  name: z.string(),
  /**
   * Absolute path of the unpacked image. Absent: an AMI that the engine does not know, which boots
   * the built-in responder.
   */
  directory: z.string().exactOptional(),
});
export type Image = z.infer<typeof imageSchema>;

export const launchSpecificationSchema = z.object({
  launchTemplateId: z.string(),
  launchTemplateVersion: z.number().int(),
  imageId: z.string(),
  instanceType: z.string(),
  securityGroupIds: z.array(z.string()),
  /** Decoded text. `KEY=VALUE` lines become the environment. */
  userData: z.string(),
  /** IMDSv2 only, when `required`. */
  httpTokens: z.enum(['required', 'optional']),
  /** Absent: disabled, AWS's default; the metadata service then knows no tags. */
  instanceMetadataTags: z.enum(['enabled', 'disabled']).optional(),
  /** As the launch template names it. Absent: its instances act as nobody. */
  instanceProfile: z
    .union([z.object({ arn: z.string() }), z.object({ name: z.string() })])
    .exactOptional(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
});
export type LaunchSpecification = z.infer<typeof launchSpecificationSchema>;

export const autoScalingGroupSchema = z.object({
  arn: z.string(),
  name: z.string(),
  minSize: z.number().int(),
  maxSize: z.number().int(),
  desiredCapacity: z.number().int(),
  /**
   * Raised each time the API sets the desired capacity: then it overrides what scaling policies
   * made of it.
   */
  desiredRevision: z.number().int(),
  subnetIds: z.array(z.string()),
  targetGroupArns: z.array(z.string()),
  healthCheckType: z.enum(['EC2', 'ELB']),
  healthCheckGracePeriodSeconds: z.number(),
  defaultCooldownSeconds: z.number(),
  suspendedProcesses: z.array(z.string()),
  /** In percent of the desired capacity. Absent: AWS's own ways of replacing each event. */
  instanceMaintenancePolicy: z
    .object({ minHealthyPercentage: z.number().int(), maxHealthyPercentage: z.number().int() })
    .exactOptional(),
  /** From in service to ready to use. Absent: at once. */
  defaultInstanceWarmupSeconds: z.number().exactOptional(),
  tags: z.array(z.object({ key: z.string(), value: z.string(), propagateAtLaunch: z.boolean() })),
  launch: launchSpecificationSchema,
});
export type AutoScalingGroup = z.infer<typeof autoScalingGroupSchema>;

export const fleetConfigSchema = z.object({
  groups: z.array(autoScalingGroupSchema),
  images: z.array(imageSchema),
  /** The address that instances' metadata services listen on (one port an instance). */
  metadataAddress: z.string(),
  /**
   * Where programs of the region reach the ports of this machine that they depend on (one port
   * each). Absent: they ask them past the region.
   */
  dependencyAddress: z.string().exactOptional(),
  /** Where programs find AWS on this machine. Absent: they are not told. */
  aws: z
    .object({
      /** The AWS endpoint, of the control plane. */
      endpoint: z.string(),
      /** The region's own S3, which answers without the control plane. */
      s3Endpoint: z.string(),
      /** Whose certificates S3 shows: a PEM file. */
      caFile: z.string(),
    })
    .exactOptional(),
});
export type FleetConfig = z.infer<typeof fleetConfigSchema>;
