import { insufficientCapabilities } from '../../errors.ts';
import type { Template } from '../../template/template.ts';

/** Types that can grant rights, and the property that names them. */
const IAM_NAME_PROPERTIES: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
};

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-template.html#using-iam-capabilities
 */
export function requiredCapabilities(template: Template): string[] {
  const iam = Object.values(template.resources).filter(({ type }) =>
    Object.hasOwn(IAM_NAME_PROPERTIES, type),
  );
  const named = iam.some(({ type, properties }) => {
    const name = IAM_NAME_PROPERTIES[type];
    return name !== undefined && properties[name] !== undefined;
  });
  const needed: string[] = [];
  if (iam.length > 0) needed.push(named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM');
  if (template.transforms.length > 0) needed.push('CAPABILITY_AUTO_EXPAND');
  return needed;
}

/** As AWS explains them in GetTemplateSummary and ValidateTemplate. */
export function capabilitiesReason(template: Template): string {
  const types = Object.values(template.resources)
    .map(({ type }) => type)
    .filter((type) => Object.hasOwn(IAM_NAME_PROPERTIES, type));
  const unique = [...new Set(types)];
  return `The following resource(s) require capabilities: [${unique.join(', ')}]`;
}

/**
 * `checked` leaves CAPABILITY_AUTO_EXPAND to change sets, which show what a macro made before it is
 * executed.
 */
export function assertCapabilities(
  template: Template,
  given: readonly string[],
  options: { changeSet: boolean },
): void {
  const missing = requiredCapabilities(template).filter((capability) => {
    if (given.includes(capability)) return false;
    if (capability === 'CAPABILITY_IAM') return !given.includes('CAPABILITY_NAMED_IAM');
    return !(options.changeSet && capability === 'CAPABILITY_AUTO_EXPAND');
  });
  if (missing.length > 0) throw insufficientCapabilities(missing);
}
