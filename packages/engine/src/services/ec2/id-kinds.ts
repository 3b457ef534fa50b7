/** The prefixes of identifiers of what can be tagged, and EC2's names for the types. */
export const TAGGED_KINDS: Readonly<Record<string, string>> = {
  ami: 'image',
  eipalloc: 'elastic-ip',
  igw: 'internet-gateway',
  lt: 'launch-template',
  nat: 'natgateway',
  rtb: 'route-table',
  sg: 'security-group',
  sgr: 'security-group-rule',
  snap: 'snapshot',
  subnet: 'subnet',
  vpc: 'vpc',
  vpce: 'vpc-endpoint',
};
