import { textsSchema } from '@understudy/contract';
import { z } from 'zod';
import { declareTable } from '../../kernel/state/declare-table.ts';

const roleSchema = z.object({
  roleId: z.string(),
  arn: z.string(),
  name: z.string(),
  path: z.string(),
  assumeRolePolicyDocument: z.string(),
  description: z.string().exactOptional(),
  maxSessionDurationSeconds: z.number(),
  permissionsBoundary: z.string().exactOptional(),
  /** By name. */
  inlinePolicies: textsSchema,
  managedPolicyArns: z.array(z.string()),
  tags: textsSchema,
  createdMs: z.number(),
});
export type RoleRecord = z.infer<typeof roleSchema>;

const userSchema = z.object({
  userId: z.string(),
  arn: z.string(),
  name: z.string(),
  path: z.string(),
  permissionsBoundary: z.string().exactOptional(),
  /** By name. */
  inlinePolicies: textsSchema,
  managedPolicyArns: z.array(z.string()),
  tags: textsSchema,
  createdMs: z.number(),
});
export type UserRecord = z.infer<typeof userSchema>;

const accessKeySchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  userName: z.string(),
  status: z.enum(['Active', 'Inactive']),
  createdMs: z.number(),
});
export type AccessKeyRecord = z.infer<typeof accessKeySchema>;

const policySchema = z.object({
  policyId: z.string(),
  arn: z.string(),
  name: z.string(),
  path: z.string(),
  description: z.string().exactOptional(),
  versions: z.array(
    z.object({ versionId: z.string(), document: z.string(), createdMs: z.number() }),
  ),
  defaultVersionId: z.string(),
  createdMs: z.number(),
  updatedMs: z.number(),
});
export type PolicyRecord = z.infer<typeof policySchema>;

const instanceProfileSchema = z.object({
  instanceProfileId: z.string(),
  arn: z.string(),
  name: z.string(),
  path: z.string(),
  roleNames: z.array(z.string()),
  createdMs: z.number(),
});
export type InstanceProfileRecord = z.infer<typeof instanceProfileSchema>;

export const iamTables = {
  roles: declareTable('iam/roles', roleSchema),
  users: declareTable('iam/users', userSchema),
  /** By access key id. */
  accessKeys: declareTable('iam/access-keys', accessKeySchema),
  /** By ARN. */
  policies: declareTable('iam/policies', policySchema),
  instanceProfiles: declareTable('iam/instance-profiles', instanceProfileSchema),
};
