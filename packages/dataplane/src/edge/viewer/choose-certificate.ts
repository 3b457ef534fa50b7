import type { CertificateMaterial, EdgeConfig } from '@understudy/contract';

/**
 * The certificate shown for a server name: that of the distribution whose alternate domain name it
 * is, by exact name and then by wildcard; CloudFront's own for everything else.
 */
export function chooseCertificate(config: EdgeConfig, serverName: string): CertificateMaterial {
  const name = serverName.toLowerCase();
  const parent = `*.${name.slice(name.indexOf('.') + 1)}`;
  const withAlias = (alias: string): CertificateMaterial | undefined =>
    config.distributions.find((one) => one.enabled && one.aliases.includes(alias))?.certificate;
  return withAlias(name) ?? withAlias(parent) ?? config.defaultCertificate;
}
