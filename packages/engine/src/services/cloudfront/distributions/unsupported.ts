import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionConfig,
  Origin,
} from '@aws-sdk/client-cloudfront';
import { refuse } from '../errors.ts';

type Behavior = DefaultCacheBehavior | CacheBehavior;

/** Refuses, by name, what would change what a visitor sees and the local edge does not do. */
export function refuseUnsupported(config: DistributionConfig): void {
  if (config.WebACLId) refuse('WebACLId', 'the local edge has no web application firewall');
  const restriction = config.Restrictions?.GeoRestriction?.RestrictionType ?? 'none';
  if (restriction !== 'none')
    refuse('Restrictions.GeoRestriction', 'the local edge does not know where viewers are');
  if (config.Staging === true || config.ContinuousDeploymentPolicyId)
    refuse('ContinuousDeploymentPolicyId', 'the local edge has no staging distributions');
  if (config.ConnectionMode === 'tenant-only' || config.TenantConfig !== undefined)
    refuse('ConnectionMode', 'the local edge has no distribution tenants');
  if (config.ViewerMtlsConfig !== undefined)
    refuse('ViewerMtlsConfig', 'the local edge asks viewers for no certificates');
  if (config.ConnectionFunctionAssociation !== undefined)
    refuse('ConnectionFunctionAssociation', 'the local edge runs no functions');
  if (config.AnycastIpListId)
    refuse('AnycastIpListId', 'the local edge has the addresses of its own plan');
  if (config.ViewerCertificate?.IAMCertificateId)
    refuse('ViewerCertificate.IAMCertificateId', 'the local edge takes certificates of ACM');
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
    refuse(`${where}.FunctionAssociations`, 'the local edge runs no functions');
  if ((behavior.LambdaFunctionAssociations?.Items ?? []).length > 0)
    refuse(`${where}.LambdaFunctionAssociations`, 'the local edge runs no functions');
  if (behavior.TrustedSigners?.Enabled === true || behavior.TrustedKeyGroups?.Enabled === true)
    refuse(`${where}.TrustedKeyGroups`, 'the local edge does not check signed URLs and cookies');
  if (behavior.FieldLevelEncryptionId)
    refuse(`${where}.FieldLevelEncryptionId`, 'the local edge does not encrypt fields');
  if (behavior.SmoothStreaming === true)
    refuse(`${where}.SmoothStreaming`, 'the local edge does not do Smooth Streaming');
  if (behavior.GrpcConfig?.Enabled === true)
    refuse(`${where}.GrpcConfig`, 'the local edge does not do gRPC');
}

function refuseInOrigin(origin: Origin): void {
  const where = `Origin ${origin.Id}`;
  if (origin.VpcOriginConfig !== undefined)
    refuse(`${where}.VpcOriginConfig`, 'the local edge reaches public origins only');
  if (origin.S3OriginConfig?.OriginAccessIdentity)
    refuse(
      `${where}.S3OriginConfig.OriginAccessIdentity`,
      'the local edge signs with origin access control only (set OriginAccessControlId)',
    );
  if (origin.CustomOriginConfig?.OriginMtlsConfig !== undefined)
    refuse(
      `${where}.CustomOriginConfig.OriginMtlsConfig`,
      'the local edge has no client certificates',
    );
}
