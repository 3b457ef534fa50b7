/**
 * Which loopback address each thing has. Asking again for the same thing gives the same address,
 * also after a restart. One replaceable piece: a plan for systems with a single loopback address
 * would implement the same.
 */
export interface AddressPlan {
  /** A load balancer's node in a subnet. */
  balancerNode(region: string, loadBalancerArn: string, subnetId: string): string;
  /** The /24 from which instances in a subnet get theirs. */
  subnetPool(region: string, subnetId: string): string;
  s3Endpoint(region: string): string;
  metadata(region: string): string;
  /** Where a region's programs reach what they depend on beside AWS. */
  dependencies(region: string): string;
  status(region: string): { address: string; port: number };
  /** Where the global process tells what the regions need to know of it. */
  readonly globalStatus: { address: string; port: number };
  readonly resolver: string;
  readonly validationResolver: string;
  readonly registry: string;
  readonly awsNames: string;
  /** Four. */
  readonly nameServers: readonly string[];
  /** `publishedIp`: whom endpoints and origins see, in a range that AWS publishes. */
  readonly edgeLocations: readonly { code: string; address: string; publishedIp: string }[];
  readonly checkers: readonly { region: string; address: string; publishedIp: string }[];
}
