import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Says why a rule of cdk-nag's AWS Solutions does not hold here, or below. It is kept in the
 * construct tree, not in the template: whoever runs the rules over an app with a site in it is not
 * told of them again. A test runs them (`../golden/nag.test.ts`).
 *
 * @param reasons by the rules' names, such as `ELB2`, with the finding in brackets where it has one
 */
export function acknowledge(
  construct: IConstruct,
  reasons: Readonly<Record<string, string>>,
): void {
  Validations.of(construct).acknowledge(
    ...Object.entries(reasons).map(([rule, reason]) => ({ id: `AwsSolutions-${rule}`, reason })),
  );
}

/** The findings of rule IAM5, a wildcard each, for one reason. */
export function wildcards(reason: string, findings: readonly string[]): Record<string, string> {
  return Object.fromEntries(findings.map((finding) => [`IAM5[${finding}]`, reason]));
}

/** The finding of rule IAM4 about one of AWS's own policies. */
export function managedPolicy(name: string): string {
  return `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`;
}

/** Of every distribution of a site's. */
export const DISTRIBUTION_REASONS = {
  CFR1: 'whom a site shuts out by country is for its owner to say',
  CFR2: "a web application firewall costs by rule and request, and guards what the app's author knows",
};
