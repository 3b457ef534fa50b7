import { readFileSync } from 'node:fs';

/** The names of all types that AWS publishes; written by generate.ts. */
const FILE = new URL('../schemas/published-types.json', import.meta.url);

/**
 * "alphanumeric characters and the following characters: _@-", "a maximum length of 60 characters".
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
 */
const CUSTOM_TYPE = /^Custom::[\w@-]{1,60}$/;

let loaded: ReadonlySet<string> | undefined;

/** Whether AWS has the type, be it provided here or not. */
export function isAwsType(type: string): boolean {
  loaded ??= new Set(JSON.parse(readFileSync(FILE, 'utf8')) as string[]);
  return loaded.has(type) || isCustomType(type);
}

export function isCustomType(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || CUSTOM_TYPE.test(type);
}
