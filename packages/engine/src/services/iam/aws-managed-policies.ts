/** What ReadOnlyAccess allows of the services that are here; on AWS, of all. */
const READ_ONLY = [
  ...['acm:Describe*', 'acm:Get*', 'acm:List*', 'autoscaling:Describe*'],
  ...['cloudformation:BatchDescribe*', 'cloudformation:Describe*', 'cloudformation:Detect*'],
  ...['cloudformation:Estimate*', 'cloudformation:Get*', 'cloudformation:List*'],
  ...['cloudformation:ValidateTemplate', 'cloudfront:Describe*', 'cloudfront:Get*'],
  ...['cloudfront:List*', 'cloudwatch:Describe*', 'cloudwatch:Get*', 'cloudwatch:List*'],
  ...['ec2:Describe*', 'ec2:Get*', 'ecr:BatchCheck*', 'ecr:BatchGet*', 'ecr:Describe*'],
  ...['ecr:Get*', 'ecr:List*', 'elasticloadbalancing:Describe*', 'iam:Get*', 'iam:List*'],
  ...['imagebuilder:Get*', 'imagebuilder:List*', 'logs:Describe*', 'logs:FilterLogEvents'],
  ...['logs:Get*', 'logs:List*', 'route53:Get*', 'route53:List*', 'route53domains:Get*'],
  ...['route53domains:List*', 's3:Get*', 's3:List*', 'sns:Get*', 'sns:List*', 'ssm:Describe*'],
  ...['ssm:Get*', 'ssm:List*', 'sts:GetCallerIdentity'],
];

/**
 * The documents of AWS's own managed policies that the engine knows. One that is not here allows
 * nothing when calls are held against it. The last two are those of CDK's bootstrap roles.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCloudFormationReadOnlyAccess.html
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ReadOnlyAccess.html
 */
const DOCUMENTS: Readonly<Record<string, object>> = {
  AdministratorAccess: allowing('*'),
  AWSCloudFormationReadOnlyAccess: allowing([
    ...['cloudformation:Describe*', 'cloudformation:BatchDescribe*'],
    ...['cloudformation:EstimateTemplateCost', 'cloudformation:Get*', 'cloudformation:List*'],
    ...['cloudformation:ValidateTemplate', 'cloudformation:Detect*'],
  ]),
  ReadOnlyAccess: allowing(READ_ONLY),
};

function allowing(Action: string | readonly string[]): object {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
}

export function awsManagedPolicy(arn: string): string | undefined {
  const name = arn.replace('arn:aws:iam::aws:policy/', '');
  return Object.hasOwn(DOCUMENTS, name) ? JSON.stringify(DOCUMENTS[name]) : undefined;
}
