import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { fail } from '../../../kernel/fail.ts';
import { checkBehaviors } from './check-behaviors.ts';
import type { References } from './distribution-document.ts';
import { checkOrigins } from './check-origins.ts';
import { refuseUnsupported } from './unsupported.ts';
import { checkViewerCertificate } from './viewer-certificate.ts';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const ALIASES_MAX = 100;

/**
 * Throws what CloudFront answers to a configuration it does not take, or what the local edge cannot
 * do.
 */
export function checkDistribution(
  config: DistributionConfig,
  others: readonly { config: DistributionConfig }[],
  references: References,
): void {
  if (!config.CallerReference)
    fail('InvalidArgument', 'The parameter CallerReference is required.');
  refuseUnsupported(config);
  checkOrigins(config, (id) => references.originAccessControl(id));
  checkBehaviors(config, {
    cachePolicyExists: (id) => references.cachePolicy(id) !== undefined,
    originRequestPolicyExists: (id) => references.originRequestPolicy(id) !== undefined,
    responseHeadersPolicyExists: (id) => references.responseHeadersPolicy(id) !== undefined,
  });
  if (config.DefaultRootObject?.startsWith('/') === true)
    fail(
      'InvalidDefaultRootObject',
      'The default root object file name is too big or contains an invalid character.',
    );
  checkAliases(config, others);
  checkViewerCertificate(config, (arn) => references.certificate(arn));
}

/** An alternate name belongs to one distribution; a wildcard may overlap with what it covers. */
function checkAliases(
  config: DistributionConfig,
  others: readonly { config: DistributionConfig }[],
): void {
  const aliases = (config.Aliases?.Items ?? []).map((alias) => alias.toLowerCase());
  if (aliases.length > ALIASES_MAX)
    fail(
      'TooManyDistributionCNAMEs',
      'Your request contains more CNAMEs than are allowed per distribution.',
    );
  const bad = aliases.find((alias) => !/^(?:\*\.)?(?:[a-z0-9_-]+\.)+[a-z0-9-]+$/.test(alias));
  if (bad !== undefined)
    fail(
      'InvalidArgument',
      `The parameter CNAME contains one or more parameters that are not valid: ${bad}`,
    );
  const taken = new Set(
    others
      .flatMap((other) => other.config.Aliases?.Items ?? [])
      .map((alias) => alias.toLowerCase()),
  );
  if (aliases.some((alias) => taken.has(alias)))
    fail(
      'CNAMEAlreadyExists',
      'One or more of the CNAMEs you provided are already associated with a different resource.',
      409,
    );
}
