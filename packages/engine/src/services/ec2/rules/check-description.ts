import { fail } from '../../../kernel/fail.ts';

const CHARACTERS_MAX = 255;
const SET = 'a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*';
const ALLOWED = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/;

/**
 * Throws for a description that a security group cannot have.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html; the words:
 * https://github.com/hashicorp/terraform-provider-aws/pull/43854,
 * https://github.com/cds-snc/notification-terraform/pull/561
 */
export function checkGroupDescription(description: string): void {
  if (/\P{ASCII}/u.test(description))
    fail(
      'InvalidParameterValue',
      `Value (${description}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`,
    );
  if (!isDescription(description))
    fail(
      'InvalidParameterValue',
      `Invalid security group description. Valid descriptions are strings less than 256 characters from the following set:  ${SET}`,
    );
}

/** The same for a rule. https://github.com/aws-cloudformation/cfn-lint/issues/173 */
export function checkRuleDescription(description: string): void {
  if (!isDescription(description))
    fail(
      'InvalidParameterValue',
      `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: ${SET}`,
    );
}

function isDescription(text: string): boolean {
  return text.length <= CHARACTERS_MAX && ALLOWED.test(text);
}
