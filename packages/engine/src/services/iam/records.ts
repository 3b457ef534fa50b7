export interface RoleRecord {
  roleId: string;
  arn: string;
  name: string;
  path: string;
  assumeRolePolicyDocument: string;
  description?: string;
  maxSessionDurationSeconds: number;
  permissionsBoundary?: string;
  /** By name. */
  inlinePolicies: Record<string, string>;
  managedPolicyArns: string[];
  tags: Record<string, string>;
  createdMs: number;
}

export interface PolicyRecord {
  policyId: string;
  arn: string;
  name: string;
  path: string;
  description?: string;
  versions: { versionId: string; document: string; createdMs: number }[];
  defaultVersionId: string;
  createdMs: number;
  updatedMs: number;
}

export interface InstanceProfileRecord {
  instanceProfileId: string;
  arn: string;
  name: string;
  path: string;
  roleNames: string[];
  createdMs: number;
}
