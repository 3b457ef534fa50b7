export interface S3Options {
  /** Where a region's store listens; undefined for a region that the engine does not run. */
  endpointOf(region: string): { address: string; port: number } | undefined;
  key: { accessKeyId: string; secretAccessKey: string };
  /**
   * With it the control plane speaks HTTPS to the stores, as CloudFormation does on AWS: bucket
   * policies that deny what is not `aws:SecureTransport` (CDK's `enforceSSL`) would lock a plain
   * client out.
   */
  tls?: { rootPem: string; port: number } | undefined;
}
