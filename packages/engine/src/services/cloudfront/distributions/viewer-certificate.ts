import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { CertificateMaterial } from '@understudy/contract';
import { fail } from '../../../kernel/fail.ts';

const REQUIREMENTS =
  'For more details, see: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements';

/**
 * Aliases need a certificate that is issued, in us-east-1, and covers every one of them.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements
 */
export function checkViewerCertificate(
  config: DistributionConfig,
  findCertificate: (arn: string) => CertificateMaterial | undefined,
): void {
  const aliases = config.Aliases?.Items ?? [];
  const arn = certificateArn(config);
  if (arn === undefined) {
    if (aliases.length > 0)
      failCertificate(
        `To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. ${REQUIREMENTS}`,
      );
    return;
  }
  const certificate = findCertificate(arn);
  if (certificate === undefined)
    failCertificate(
      "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    );
  if (config.ViewerCertificate?.SSLSupportMethod === undefined)
    failCertificate('The parameter SSLSupportMethod is required with a certificate of ACM.');
  if (!aliases.every((alias) => certificate.domainNames.some((name) => covers(name, alias))))
    failCertificate(
      `The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. ${REQUIREMENTS}`,
    );
}

/** ACM's, or undefined with the default certificate. */
export function certificateArn(config: DistributionConfig): string | undefined {
  const certificate = config.ViewerCertificate;
  if (certificate?.ACMCertificateArn) return certificate.ACMCertificateArn;
  // The members that ViewerCertificate had before ACMCertificateArn; old clients still send them.
  return certificate?.CertificateSource === 'acm' ? certificate.Certificate : undefined;
}

/**
 * `*.` covers exactly one label; a wildcard alias needs the same wildcard. RFC 6125 section 6.4.3.
 */
function covers(certificateName: string, alias: string): boolean {
  const name = certificateName.toLowerCase();
  const wanted = alias.toLowerCase();
  if (name === wanted) return true;
  if (!name.startsWith('*.') || wanted.startsWith('*.')) return false;
  return wanted.slice(wanted.indexOf('.') + 1) === name.slice(2) && wanted.includes('.');
}

function failCertificate(message: string): never {
  return fail('InvalidViewerCertificate', message);
}
