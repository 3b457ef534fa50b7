import { z } from 'zod';

/** Raised when a document's shape changes; a process refuses a document of another version. */
export const DOCUMENT_VERSION = 2;

export const clockConfigSchema = z.object({
  /** The wall time from which AWS time runs at `speed`, milliseconds since the Unix epoch. */
  epochMs: z.number(),
  speed: z.number().positive(),
  /**
   * How far AWS time was ahead of wall time at the epoch, when the engine had run faster before.
   * Absent: not at all.
   */
  aheadMs: z.number().optional(),
});
export type ClockConfig = z.infer<typeof clockConfigSchema>;

/** Ports below 1024 are served at port + offset where the system does not let us have them. */
export const portPlanSchema = z.object({
  privilegedPortOffset: z.union([z.literal(0), z.literal(8000)]),
});
export type PortPlan = z.infer<typeof portPlanSchema>;

export const certificateMaterialSchema = z.object({
  arn: z.string(),
  /** Names the certificate is good for; `*.` covers exactly one label. */
  domainNames: z.array(z.string()),
  /** Leaf first, then the issuer. */
  certificateChainPem: z.string(),
  privateKeyPem: z.string(),
});
export type CertificateMaterial = z.infer<typeof certificateMaterialSchema>;

export const addressAndPortSchema = z.object({ address: z.string(), port: z.number().int() });
export type AddressAndPort = z.infer<typeof addressAndPortSchema>;

/**
 * What AWS's own senders have on the internet, by their loopback address: health checkers, and edge
 * locations as origins see them.
 */
export const publishedAddressesSchema = z.record(z.string(), z.string());

/**
 * IAM policies' documents, as JSON text. Absent ones restrict nothing; no identity policy at all
 * allows nothing.
 */
export const principalPoliciesSchema = z.object({
  identity: z.array(z.string()),
  boundary: z.string().exactOptional(),
  session: z.array(z.string()).exactOptional(),
  /** What they are called, in the same order, for who asks why: names of inline ones, ARNs. */
  names: z
    .object({ identity: z.array(z.string()), boundary: z.string().exactOptional() })
    .exactOptional(),
});
export type PrincipalPolicies = z.infer<typeof principalPoliciesSchema>;

/**
 * A key that may sign requests. `service` principals are AWS services of the engine itself:
 * CloudFront's origin access control signs as `cloudfront.amazonaws.com` on behalf of one
 * distribution.
 */
export const signingKeySchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  /** Of temporary credentials: what a request must bring, and until when, in wall time. */
  session: z.object({ token: z.string(), expiresMs: z.number() }).exactOptional(),
  principal: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('account'),
      accountId: z.string(),
      arn: z.string(),
      /** Absent: an administrator, who may do everything. */
      policies: principalPoliciesSchema.exactOptional(),
      /** An AWS service asks for the principal (forward access session), and not it by itself. */
      calledVia: z.string().exactOptional(),
    }),
    z.object({
      kind: z.literal('service'),
      service: z.string(),
      sourceArn: z.string(),
      sourceAccount: z.string(),
    }),
  ]),
});
export type SigningKey = z.infer<typeof signingKeySchema>;

/** A role that instances act as, or may have. */
export const instanceRoleSchema = z.object({
  arn: z.string(),
  name: z.string(),
  roleId: z.string(),
  /** Whether its trust policy lets `ec2.amazonaws.com` take it on. */
  trustsEc2: z.boolean(),
  policies: principalPoliciesSchema,
});
export type InstanceRole = z.infer<typeof instanceRoleSchema>;

export const instanceProfileSchema = z.object({
  arn: z.string(),
  name: z.string(),
  profileId: z.string(),
  /** Of the role in it. Absent: it holds none. */
  roleArn: z.string().exactOptional(),
});
export type InstanceProfile = z.infer<typeof instanceProfileSchema>;

/** What instances act as. IAM is global: each region's document has all of it. */
export const instanceRolesSchema = z.object({
  /** What credentials are derived from, by whoever gives them out and whoever verifies them. */
  secret: z.string(),
  roles: z.array(instanceRoleSchema),
  profiles: z.array(instanceProfileSchema),
});
export type InstanceRoles = z.infer<typeof instanceRolesSchema>;
