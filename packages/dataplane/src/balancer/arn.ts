/** `app/NAME/ID`: a load balancer's dimension in CloudWatch. */
export function loadBalancerDimension(arn: string): string {
  return arn.slice(arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length);
}

/** `targetgroup/NAME/ID`: a target group's dimension in CloudWatch. */
export function targetGroupDimension(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
