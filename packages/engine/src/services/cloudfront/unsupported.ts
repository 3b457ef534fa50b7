import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionConfig,
  Origin,
} from '@aws-sdk/client-cloudfront';
import { cannot } from './errors.ts';

type Behavior = DefaultCacheBehavior | CacheBehavior;

/** Refuses, by name, what would change what a visitor sees and the local edge does not do. */
export function refuseUnsupported(config: DistributionConfig): void {
  if (config.WebACLId) throw cannot('WebACLId', 'the local edge has no web application firewall');
  const restriction = config.Restrictions?.GeoRestriction?.RestrictionType ?? 'none';
  if (restriction !== 'none')
    throw cannot('Restrictions.GeoRestriction', 'the local edge does not know where viewers are');
  if (config.Staging === true || config.ContinuousDeploymentPolicyId)
    throw cannot('ContinuousDeploymentPolicyId', 'the local edge has no staging distributions');
  if (config.ConnectionMode === 'tenant-only' || config.TenantConfig !== undefined)
    throw cannot('ConnectionMode', 'the local edge has no distribution tenants');
  if (config.ViewerMtlsConfig !== undefined)
    throw cannot('ViewerMtlsConfig', 'the local edge asks viewers for no certificates');
  if (config.ConnectionFunctionAssociation !== undefined)
    throw cannot('ConnectionFunctionAssociation', 'the local edge runs no functions');
  if (config.AnycastIpListId)
    throw cannot('AnycastIpListId', 'the local edge has the addresses of its own plan');
  if (config.ViewerCertificate?.IAMCertificateId)
    throw cannot('ViewerCertificate.IAMCertificateId', 'the local edge takes certificates of ACM');
  for (const behavior of behaviorsOf(config)) refuseInBehavior(behavior);
  for (const origin of config.Origins?.Items ?? []) refuseInOrigin(origin);
}

export function behaviorsOf(config: DistributionConfig): Behavior[] {
  const first = config.DefaultCacheBehavior;
  return [...(first === undefined ? [] : [first]), ...(config.CacheBehaviors?.Items ?? [])];
}

function refuseInBehavior(behavior: Behavior): void {
  const where =
    'PathPattern' in behavior ? `CacheBehavior ${behavior.PathPattern}` : 'DefaultCacheBehavior';
  if ((behavior.FunctionAssociations?.Items ?? []).length > 0)
    throw cannot(`${where}.FunctionAssociations`, 'the local edge runs no functions');
  if ((behavior.LambdaFunctionAssociations?.Items ?? []).length > 0)
    throw cannot(`${where}.LambdaFunctionAssociations`, 'the local edge runs no functions');
  if (behavior.TrustedSigners?.Enabled === true || behavior.TrustedKeyGroups?.Enabled === true)
    throw cannot(
      `${where}.TrustedKeyGroups`,
      'the local edge does not check signed URLs and cookies',
    );
  if (behavior.FieldLevelEncryptionId)
    throw cannot(`${where}.FieldLevelEncryptionId`, 'the local edge does not encrypt fields');
  if (behavior.SmoothStreaming === true)
    throw cannot(`${where}.SmoothStreaming`, 'the local edge does not do Smooth Streaming');
  if (behavior.GrpcConfig?.Enabled === true)
    throw cannot(`${where}.GrpcConfig`, 'the local edge does not do gRPC');
}

function refuseInOrigin(origin: Origin): void {
  const where = `Origin ${origin.Id}`;
  if (origin.VpcOriginConfig !== undefined)
    throw cannot(`${where}.VpcOriginConfig`, 'the local edge reaches public origins only');
  if (origin.S3OriginConfig?.OriginAccessIdentity)
    throw cannot(
      `${where}.S3OriginConfig.OriginAccessIdentity`,
      'the local edge signs with origin access control only (set OriginAccessControlId)',
    );
  if (origin.CustomOriginConfig?.OriginMtlsConfig !== undefined)
    throw cannot(
      `${where}.CustomOriginConfig.OriginMtlsConfig`,
      'the local edge has no client certificates',
    );
}
