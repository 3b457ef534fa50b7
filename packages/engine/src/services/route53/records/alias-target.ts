/** The services that have things which an alias may lead to. */
interface AliasTargets {
  elbv2: { balancerNames(): readonly { dnsName: string }[] };
  cloudfront: { distributions(): readonly { domainName: string }[] };
}

/**
 * Names of AWS's own must be of something that is here; what else an alias may lead to, its zone
 * checks.
 */
export function isAliasTarget({ elbv2, cloudfront }: AliasTargets, dnsName: string): boolean {
  const name = dnsName.replace(/^dualstack\./, '');
  if (name.endsWith('.elb.amazonaws.com')) {
    return elbv2.balancerNames().some((balancer) => balancer.dnsName === name);
  }
  if (!name.endsWith('.cloudfront.net')) return true;
  return cloudfront.distributions().some((distribution) => distribution.domainName === name);
}
