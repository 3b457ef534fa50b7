/**
 * The documents of AWS's own managed policies that the engine knows. One that is not here allows
 * nothing when calls are held against it.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html
 */
const DOCUMENTS: Readonly<Record<string, object>> = {
  AdministratorAccess: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  },
};

export function awsManagedPolicy(arn: string): string | undefined {
  const name = arn.replace('arn:aws:iam::aws:policy/', '');
  return Object.hasOwn(DOCUMENTS, name) ? JSON.stringify(DOCUMENTS[name]) : undefined;
}
