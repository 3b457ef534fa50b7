import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import { Duration } from 'aws-cdk-lib/core';
import type { WebConfig } from '../../config.ts';

/**
 * How long new instances have to tell whether they serve. Each tells at the latest five minutes
 * after its web process began (web-image-component.ts); the other five are for its launch and boot.
 * Whoever has said nothing by then cannot reach CloudFormation, and counts as failed.
 */
export const SIGNALS_WITHIN = Duration.minutes(10);

/**
 * Instances tell when they serve, unless they reach nothing but the load balancer: CloudFormation's
 * endpoint is outside.
 */
export function signals({ egress }: WebConfig): boolean {
  return egress !== 'none';
}

/**
 * "CloudFormation … doesn't proceed until the specified number of success signals are received": a
 * group whose first instances never serve is not made, and its stack rolls back. Undefined where
 * nobody can signal.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html
 */
export function creationSignals(web: WebConfig): autoscaling.Signals | undefined {
  if (!signals(web)) return undefined;
  return autoscaling.Signals.waitForCount(web.capacity.desired, { timeout: SIGNALS_WITHIN });
}
