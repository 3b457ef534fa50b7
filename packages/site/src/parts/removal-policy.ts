import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { SiteConfig } from '../config.ts';

/**
 * Of what cannot be had again: it stays when its stack is deleted or the resource is replaced, but
 * not when the creation that made it is rolled back, which would be in the way of the next one.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
export function removalPolicy({ protect }: Pick<SiteConfig, 'protect'>): RemovalPolicy {
  return protect === 'none' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}
