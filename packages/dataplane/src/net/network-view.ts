/** One end of a connection as the VPC sees it. */
export interface NetworkInterface {
  /** Loopback address on this machine: what a socket's remote address shows. */
  loopbackAddress: string;
  /** Address in the VPC: what security groups and CIDR rules see. */
  privateIp: string;
  subnetId: string;
  securityGroupIds: readonly string[];
  /**
   * Whether the internet can address it at all. Absent: as its subnet's route says. An internal
   * load balancer's node has none, in whatever subnet it is.
   */
  hasPublicAddress?: boolean;
}

export type Verdict = { admitted: true } | { admitted: false; reason: string };

/**
 * Who may reach whom in one region, by security groups, route tables and subnets. Interfaces come
 * and go with load balancer nodes and instances; the rules come with the document.
 */
export interface NetworkView {
  attach(networkInterface: NetworkInterface): void;
  detach(loopbackAddress: string): void;
  /**
   * May `fromAddress` (a loopback address: an interface's, or else the internet) open a TCP
   * connection to `port` of the interface at `toAddress`? `port` is AWS's number, before the port
   * plan. Evaluates the sender's egress, the receiver's ingress, and, for senders outside the VPC,
   * that the receiver's subnet has a route to an internet gateway and (for instances) a public
   * address.
   */
  admits(connection: { fromAddress: string; toAddress: string; port: number }): Verdict;
  /** The address that whoever connects from `loopbackAddress` has on the internet. */
  sourceAddress(loopbackAddress: string): string;
}
