import { readFileSync } from 'node:fs';
import type { Policy } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { own } from '../../kernel/state/own.ts';

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

const ARN = /^arn:aws:iam::aws:policy(\/(?:[^/]+\/)?)([^/]+)$/;

/** Default versions by names, by paths: what `ListPolicies` of scope `AWS` told in May 2026. */
const tableSchema = z.record(z.string(), z.record(z.string(), z.string()));
type Table = z.infer<typeof tableSchema>;

const FILE = new URL('./aws-policies.json', import.meta.url);
let table: Table | undefined;

/** Read when the first of them is named. */
function awsPolicies(): Table {
  table ??= tableSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return table;
}

/** A managed policy of AWS's own; undefined for what AWS does not have. */
export function awsPolicy(arn: string): Policy | undefined {
  const [, path = '', name = ''] = ARN.exec(arn) ?? [];
  const version = own(own(awsPolicies(), path) ?? {}, name);
  return version === undefined ? undefined : described(path, name, version);
}

/** All of AWS's own, by name. */
export function allAwsPolicies(): Policy[] {
  return Object.entries(awsPolicies())
    .flatMap(([path, names]) =>
      Object.entries(names).map(([name, version]) => ({
        name,
        policy: described(path, name, version),
      })),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ policy }) => policy);
}

/** Whether only a service's own role may have it. */
export function isOfServiceLinkedRole(arn: string): boolean {
  return ARN.exec(arn)?.[1] === '/aws-service-role/';
}

function described(path: string, name: string, version: string): Policy {
  return {
    PolicyName: name,
    Arn: `arn:aws:iam::aws:policy${path}${name}`,
    Path: path,
    DefaultVersionId: version,
    IsAttachable: true,
  };
}
